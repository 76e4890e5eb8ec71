import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Random } from '@dqs/core';

import { readBatchStatus } from '../src/index.js';
import { csvOf, file, programPath, scratchFolder } from './support/scratch.js';

const folder = scratchFolder();
const ROWS = 600;
/** `npm run stress` sets it to 200. */
const KILLS = Number(process.env['DQS_KILLS'] ?? 10);

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program; kills it, where asked, at a moment between its first sign of work and some shards later. */
function run(input: string, output: string, shardRows: number, killAfterMs?: number): Promise<Ended> {
  const child = spawn(process.execPath, [programPath('run'), input, output, String(shardRows), '2']);
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].on('data', (chunk) => (texts[name] += String(chunk)));
  if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  return new Promise((done) => child.on('close', (code, signal) => done({ code, signal, ...texts })));
}

const bytesOf = (output: string) =>
  Buffer.concat([readFileSync(output), readFileSync(`${output}.dead-letters.jsonl`)]).toString('latin1');

describe('a run that is killed', () => {
  it(`at ${KILLS} random moments goes on each time, and ends with the bytes of one that was not`, async () => {
    const input = file(
      folder,
      'in.csv',
      csvOf(ROWS, (i) => (i % 5 === 0 ? `"two\nlines ${i}"` : `t${i}`)),
    );
    const whole = join(folder, 'whole.csv');
    const started = performance.now();
    expect(await run(input, whole, 10)).toMatchObject({ code: 0 });
    const runMs = performance.now() - started;
    const random = new Random(Number(process.env['DQS_SEED'] ?? 1));
    let killed = 0;
    for (let i = 0; killed < KILLS; i += 1) {
      const output = join(folder, `broken-${i}.csv`);
      for (let round = 0; ; round += 1) {
        // Most of the time of a short run is the start of the program; moments in the work are wanted.
        const ended = await run(input, output, 10, round < 6 ? (0.3 + 0.8 * random.next()) * runMs : undefined);
        if (ended.code === 0) break;
        expect(ended.signal).toBe('SIGKILL');
        killed += 1;
      }
      expect(bytesOf(output)).toBe(bytesOf(whole));
      expect(await readBatchStatus(`${output}.batch`)).toMatchObject({ state: 'finished', records: ROWS });
    }
    expect(killed).toBeGreaterThanOrEqual(KILLS);
  }, 1_800_000);
});
