import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './support/workspace.js';

const ROWS = 20_000;
const TIMEOUT_MS = 120_000;

describe('the end-to-end benchmark', () => {
  it(
    'measures every command of the main job and single forecasts',
    () => {
      const output = execFileSync(process.execPath, [join(root, 'bench', 'end-to-end.bench.mjs')], {
        encoding: 'utf8',
        env: { ...process.env, DQS_BENCH_ROWS: String(ROWS), NODE_OPTIONS: '' },
      });
      const records = output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, number | string>)
        .filter(({ command }) => command !== 'generate');
      expect(records.map(({ command, forecasts }) => command ?? forecasts)).toEqual([
        'ingest',
        'train classic',
        'train extended',
        'predict all',
        'one',
        'batch',
      ]);
      for (const record of records) {
        expect(record['rows']).toBe(ROWS);
        for (const [name, value] of Object.entries(record))
          if (/(?:Ms|Us|Mb)$/.test(name)) expect(value).toBeGreaterThan(0);
      }
    },
    TIMEOUT_MS,
  );
});
