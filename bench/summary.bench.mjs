// `dqs summarize` and `dqs ingest` as whole processes: wall time, also of each row, peak memory and size of the output, at 100
// thousand, 1 and 10 million rows of the same datasets and days (so that peak memory can be seen not to grow with the rows), and
// at 10 million rows of ten times as many datasets. `DQS_BENCH_ROWS` (a list) sets other sizes: 100000000 are ten names of the
// file of 10 million, whose 2 GB are all that the disk needs.
import { existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dqsProgram, inRoot } from '../tools/workspace/paths.mjs';
import { measureNode } from '../tools/bench/measured-process.mjs';

const DATASETS = 50;
const SIZES = (process.env.DQS_BENCH_ROWS ?? '100000,1000000,10000000').split(',').map(Number);
const CASES = [
  ...SIZES.map((rows) => ({ rows, datasets: DATASETS })),
  ...SIZES.filter((rows) => rows === 10_000_000).map((rows) => ({ rows, datasets: 10 * DATASETS })),
];
const CACHE = inRoot('node_modules', '.cache', 'dqs-bench');
/** Rows of the largest file; more of them are that file under several names. */
const LARGEST = 10_000_000;

const round = (value, digits = 1) => Number(value.toFixed(digits));

/** The generated log, kept between runs, with its rule metadata beside it. */
async function history({ rows, datasets }) {
  const name = `results-${rows}-datasets-${datasets}-seed-42`;
  const file = join(CACHE, `${name}.csv`);
  const rules = join(CACHE, `${name}.rules.json`);
  if (existsSync(file) && existsSync(rules)) return { file, rules };
  mkdirSync(CACHE, { recursive: true });
  const unfinished = `${file}.${process.pid}.csv`;
  const shape = ['--rows', rows, '--datasets', datasets, '--rules', 20, '--days', 365, '--seed', 42].map(String);
  await measureNode([dqsProgram, 'generate', ...shape, '--out', unfinished, '--rules-out', rules, '--json']);
  renameSync(unfinished, file);
  return { file, rules };
}

/** The files of so many rows. */
function filesOf(file, rows) {
  const count = Math.max(1, Math.round(rows / LARGEST));
  const folder = mkdtempSync(join(CACHE, 'names-'));
  const names = Array.from({ length: count }, (_, i) => join(folder, `${i}.csv`));
  for (const name of names) linkSync(file, name);
  return { folder, names };
}

/** The fastest of some runs of a command. */
async function measure(rows, args) {
  const runs = [];
  for (let run = 0; run < (rows > 2_000_000 ? 1 : 5); run += 1) {
    for (const output of args.outputs) rmSync(output, { recursive: true, force: true });
    runs.push(await measureNode([dqsProgram, ...args.command, '--json', '--quiet']));
  }
  const best = runs.reduce((a, b) => (b.wallMs < a.wallMs ? b : a));
  const peakMb = Math.max(...runs.map((run) => run.peakMb));
  const nanosecondsPerRow = Math.round((best.wallMs / rows) * 1e6);
  return { result: JSON.parse(best.stdout), wallMs: round(best.wallMs), nanosecondsPerRow, peakMb: round(peakMb) };
}

async function measureCase({ rows, datasets }, out) {
  const { file, rules } = await history({ rows: Math.min(rows, LARGEST), datasets });
  const { folder, names } = filesOf(file, rows);
  try {
    const [summary, panel] = [join(out, 'summary'), join(out, 'panel.parquet')];
    const summarize = ['summarize', ...names, '--rules', rules, '--out', summary];
    const { result, ...figures } = await measure(rows, { command: summarize, outputs: [summary] });
    const outputMb = round(
      readdirSync(summary).reduce((sum, name) => sum + statSync(join(summary, name)).size, 0) / 1e6,
      2,
    );
    const stages = { readMs: result.input.durationMs, insideMs: result.milliseconds };
    console.log(JSON.stringify({ command: 'summarize', rows, series: result.rows, ...figures, outputMb, ...stages }));
    const ingest = ['ingest', ...names.flatMap((name) => ['--input', name]), '--panel', panel, '--allow-duplicate'];
    const { result: read, ...ingested } = await measure(rows, { command: ingest, outputs: [panel] });
    const readMs = read.report.durationMs;
    console.log(JSON.stringify({ command: 'ingest', rows, series: read.series, ...ingested, readMs }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const size of CASES) {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-bench-summary-'));
  try {
    await measureCase(size, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
