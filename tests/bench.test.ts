import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './support/workspace.js';

const ROWS = 20_000;
const TIMEOUT_MS = 120_000;

/** The records that a benchmark prints at a small size. */
function recordsOf(benchmark: string): Record<string, number | string>[] {
  const output = execFileSync(process.execPath, [join(root, 'bench', benchmark)], {
    encoding: 'utf8',
    env: { ...process.env, DQS_BENCH_ROWS: String(ROWS), NODE_OPTIONS: '' },
  });
  const records = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, number | string>);
  return records.filter(({ command }) => command !== 'generate');
}

describe('the end-to-end benchmark', () => {
  it(
    'measures every command of the main job and single forecasts',
    () => {
      const records = recordsOf('end-to-end.bench.mjs');
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
        for (const [name, value] of Object.entries(record)) {
          if (!/(?:Ms|Us|Mb)$/.test(name)) continue;
          // A stage may have nothing to do: `classic` learns no distribution.
          if (name === 'distributionMs') expect(value).toBeGreaterThanOrEqual(0);
          else expect(value).toBeGreaterThan(0);
        }
      }
    },
    TIMEOUT_MS,
  );
});

describe('the benchmark of the summary', () => {
  it(
    'measures whole processes: time, peak memory and size of the output',
    () => {
      const [summarize, ingest, ...others] = recordsOf('summary.bench.mjs');
      expect(others).toEqual([]);
      expect(summarize).toMatchObject({ command: 'summarize', rows: ROWS, series: 1000 });
      expect(ingest).toMatchObject({ command: 'ingest', rows: ROWS, series: 1000 });
      for (const name of ['wallMs', 'nanosecondsPerRow', 'peakMb', 'outputMb'])
        expect(summarize![name]).toBeGreaterThan(0);
      for (const name of ['wallMs', 'nanosecondsPerRow', 'peakMb', 'readMs']) expect(ingest![name]).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
