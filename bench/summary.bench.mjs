// `dqs summarize` as whole processes: wall time, peak memory and size of the output, at 100 thousand, 1 and 10 million rows
// of the same datasets and days (so that peak memory can be seen not to grow with the rows), and at 10 million rows of ten
// times as many datasets. `DQS_BENCH_ROWS` (a list) sets other sizes: 30000000 takes 6 GB of disk.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
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

async function measureCase({ rows, datasets }, out) {
  const { file, rules } = await history({ rows, datasets });
  const runs = [];
  for (let run = 0; run < (rows > 2_000_000 ? 1 : 5); run += 1) {
    runs.push(await measureNode([dqsProgram, 'summarize', file, '--rules', rules, '--out', out, '--json', '--quiet']));
  }
  const best = runs.reduce((a, b) => (b.wallMs < a.wallMs ? b : a));
  const outputMb = readdirSync(out).reduce((sum, name) => sum + statSync(join(out, name)).size, 0) / 1e6;
  const peakMb = Math.max(...runs.map((run) => run.peakMb));
  const figures = { wallMs: round(best.wallMs), peakMb: round(peakMb), outputMb: round(outputMb, 2) };
  const { rows: summaryRows, milliseconds, input } = JSON.parse(best.stdout);
  const stages = { readMs: input.durationMs, insideMs: milliseconds };
  console.log(JSON.stringify({ command: 'summarize', rows, summaryRows, ...figures, ...stages }));
}

for (const size of CASES) {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-bench-summary-'));
  try {
    await measureCase(size, join(folder, 'summary'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
