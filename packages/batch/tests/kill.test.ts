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

/** When to kill a run: a number of milliseconds after it reported a number of shards, 0 being its start. */
interface Moment {
  readonly shards: number;
  readonly milliseconds: number;
}

/**
 * Runs the program and kills it if asked. Moments count shards rather than time alone, since machines differ in speed.
 */
function run(input: string, output: string, shardRows: number, moment?: Moment): Promise<Ended> {
  const child = spawn(process.execPath, [programPath('run'), input, output, String(shardRows), '2']);
  const texts = { stdout: '', stderr: '' };
  const killSoon = () => setTimeout(() => child.kill('SIGKILL'), moment!.milliseconds);
  let isAwaited = moment !== undefined && moment.shards > 0;
  if (moment?.shards === 0) killSoon();
  child.stdout.on('data', (chunk) => (texts.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => {
    texts.stderr += String(chunk);
    if (!isAwaited || texts.stderr.split('\n').length <= moment!.shards) return;
    isAwaited = false;
    killSoon();
  });
  return new Promise((done) => child.on('close', (code, signal) => done({ code, signal, ...texts })));
}

/** Mostly during the work, which is a small part of a short run; otherwise while the program starts. */
function randomMoment(random: Random): Moment {
  return { shards: Math.max(0, Math.floor(16 * random.next()) - 2), milliseconds: Math.floor(20 * random.next()) };
}

const bytesOf = (output: string) =>
  Buffer.concat([readFileSync(output), readFileSync(`${output}.dead-letters.jsonl`)]).toString('latin1');

describe('a killed run', () => {
  it(`resumes after each of ${KILLS} random moments and ends with the bytes of an uninterrupted run`, async () => {
    const input = file(
      folder,
      'in.csv',
      csvOf(ROWS, (i) => (i % 5 === 0 ? `"two\nlines ${i}"` : `t${i}`)),
    );
    const whole = join(folder, 'whole.csv');
    expect(await run(input, whole, 10)).toMatchObject({ code: 0 });
    const random = new Random(Number(process.env['DQS_SEED'] ?? 1));
    let killed = 0;
    for (let i = 0; killed < KILLS; i += 1) {
      const output = join(folder, `broken-${i}.csv`);
      for (let round = 0; ; round += 1) {
        const ended = await run(input, output, 10, round < 6 ? randomMoment(random) : undefined);
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
