// Whole processes from file to forecast, at 1 and 10 million rows: wall time, peak memory, the stages the program itself
// reports, forecasts per second; then single forecasts in a running process. `DQS_BENCH_ROWS` (a list) sets other sizes.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyOf } from '../tools/bench/history.mjs';
import { dqsProgram } from '../tools/workspace/paths.mjs';
import { measureNode } from '../tools/bench/measured-process.mjs';
import { measureSingleForecasts } from '../tools/bench/single-forecasts.mjs';

const SIZES = (process.env.DQS_BENCH_ROWS ?? '1000000,10000000').split(',').map(Number);
const REPEATS = 3;

const print = (record) => console.log(JSON.stringify(record));
const round = (value, digits = 1) => Number(value.toFixed(digits));

/** The generated log, kept between runs. */
async function history(rows) {
  const { file, measured } = await historyOf(rows);
  if (measured !== undefined) {
    const { wallMs, peakMb } = measured;
    const fileMb = round(statSync(file).size / 1e6);
    print({ command: 'generate', rows, wallMs: round(wallMs), peakMb: round(peakMb), fileMb });
  }
  return file;
}

/** The fastest of some runs of one command, with the stages it reports. */
async function measureCommand(name, rows, args, { before = () => {}, repeats = REPEATS } = {}) {
  let best;
  for (let run = 0; run < repeats; run += 1) {
    before();
    const measured = await measureNode([dqsProgram, ...args, '--json', '--quiet']);
    if (best === undefined || measured.wallMs < best.wallMs) best = measured;
  }
  const result = JSON.parse(best.stdout);
  const stages = Object.fromEntries(
    Object.entries(result.timings ?? {}).map(([stage, ms]) => [`${stage}Ms`, round(ms)]),
  );
  print({ command: name, rows, wallMs: round(best.wallMs), peakMb: round(best.peakMb), ...stages });
  return { ...best, result };
}

async function measureSize(rows, folder) {
  const input = await history(rows);
  const panel = join(folder, 'panel.parquet');
  const model = join(folder, 'model');
  const repeats = rows > 2_000_000 ? 1 : REPEATS;
  const fresh = (path) => ({ before: () => rmSync(path, { recursive: true, force: true }), repeats });
  await measureCommand('ingest', rows, ['ingest', '--input', input, '--panel', panel], fresh(panel));
  const train = (spec) => ['train', '--input', input, '--spec', spec, '--out', model];
  await measureCommand('train classic', rows, [...train('classic'), '--rounds', '100'], fresh(model));
  await measureCommand('train extended', rows, train('extended'), fresh(model));
  await measureCommand('predict all', rows, ['predict', '--model', model, '--all'], { repeats });
  for (const record of await measureSingleForecasts(model)) print({ rows, ...record });
}

for (const rows of SIZES) {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-bench-'));
  try {
    await measureSize(rows, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
