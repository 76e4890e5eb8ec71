// `dqs batch-predict` as whole processes: requests a second, CPU a request, peak memory; one worker against two, four and
// eight, each core alone against all, `classic` and `extended` features, clean requests and such with 1 % garbage, 1 million
// and 10 million rows (some minutes, 6 GB of disk). `DQS_BENCH_ROWS` (a list) sets other sizes.
import { spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { dqsProgram, inRoot } from '../tools/workspace/paths.mjs';
import { measureNode } from '../tools/bench/measured-process.mjs';

const SIZES = (process.env.DQS_BENCH_ROWS ?? '1000000,10000000').split(',').map(Number);
const CACHE = inRoot('node_modules', '.cache', 'dqs-bench');
const HISTORY = ['--rows', '1000000', '--datasets', '50', '--rules', '20', '--days', '365', '--seed', '42'];
const DAYS = Array.from({ length: 60 }, (_, i) => new Date(Date.UTC(2025, 11, 20 + i)).toISOString().slice(0, 10));
const round = (value, digits = 1) => Number(value.toFixed(digits));

/** A pseudo-random number from 0 to 1 for each index; the same ones every time. */
function noise(index) {
  let t = Math.imul(index ^ 0x6d2b79f5, 0x85ebca6b);
  t = Math.imul(t ^ (t >>> 13), 0xc2b2ae35);
  return ((t ^ (t >>> 16)) >>> 0) / 4294967296;
}

/** One row of requests; of every hundred one is spoilt where asked. */
function request(series, i, garbage) {
  const [dataset, rule] = series[Math.floor(noise(2 * i) * series.length)];
  const day = DAYS[Math.floor(noise(2 * i + 1) * DAYS.length)];
  if (!garbage || i % 100 !== 37) return `${dataset},${rule},${day},${i}\n`;
  const spoilt = [`${dataset},${rule},2025-13-45,${i}`, `,${rule},${day},${i}`, `"${dataset},${rule},${day},${i}`];
  spoilt.push(`${dataset},${rule}`, `nobody-${i},${rule},${day},${i}`, `${dataset},${rule},yesterday,${i}`);
  return `${spoilt[Math.floor(i / 100) % spoilt.length]}\n`;
}

async function requestsFile(series, rows, garbage) {
  const path = join(CACHE, `requests-${rows}${garbage ? '-garbage' : ''}.csv`);
  if (existsSync(path)) return path;
  const out = createWriteStream(`${path}.unfinished`);
  out.write('dataset_uuid,rule_code,business_date,request_id\n');
  for (let start = 0; start < rows; start += 10_000) {
    const size = Math.min(10_000, rows - start);
    const text = Array.from({ length: size }, (_, i) => request(series, start + i, garbage)).join('');
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  renameSync(`${path}.unfinished`, path);
  return path;
}

async function prepare(folder) {
  mkdirSync(CACHE, { recursive: true });
  const history = join(folder, 'history.csv');
  await measureNode([dqsProgram, 'generate', ...HISTORY, '--out', history, '--json']);
  for (const spec of ['classic', 'extended']) {
    const out = join(folder, spec);
    await measureNode([dqsProgram, 'train', '--input', history, '--spec', spec, '--no-gates', '--out', out, '--json']);
  }
  const lines = readFileSync(history, 'utf8').split('\n').slice(1, -1);
  return [...new Set(lines.map((line) => line.split(',')).map((fields) => `${fields[2]},${fields[6]}`))].map((pair) =>
    pair.split(','),
  );
}

async function measure(folder, { spec, rows, workers, garbage = false, repeats, core }, input) {
  const output = join(folder, 'forecasts.csv');
  let best;
  for (let run = 0; run < repeats; run += 1) {
    rmSync(`${output}.batch`, { recursive: true, force: true });
    const args = ['batch-predict', '--model', join(folder, spec), '--input', input, '--output', output];
    const measured = await measureNode([dqsProgram, ...args, '--workers', String(workers), '--json'], { core });
    if (best === undefined || measured.wallMs < best.wallMs) best = measured;
  }
  const { seconds, deadLetters } = JSON.parse(best.stdout);
  console.log(
    JSON.stringify({
      spec,
      rows,
      workers,
      core: core ?? 'all',
      garbage,
      wallMs: round(best.wallMs),
      forecastsPerSecond: Math.round((1000 * rows) / best.wallMs),
      insideMs: round(1000 * seconds),
      cpuMicrosecondsPerRow: round((1000 * best.cpuMs) / rows, 3),
      peakMb: round(best.peakMb),
      deadLetters,
    }),
  );
  return best;
}

const hasTaskset = spawnSync('taskset', ['--version']).status === 0;

/**
 * What two cores give over one. Cores of a shared machine differ, at times by half: the one is every single core in turn,
 * and the gain is the speed on all over the mean of theirs.
 */
async function measureGain(folder, run, input) {
  const cores = availableParallelism();
  if (!hasTaskset || cores > 4) return;
  const speeds = [];
  for (let core = 0; core < cores; core += 1) {
    const { wallMs } = await measure(folder, { ...run, workers: 1, core }, input);
    speeds.push(1 / wallMs);
  }
  const { wallMs } = await measure(folder, { ...run, workers: cores }, input);
  const mean = speeds.reduce((sum, speed) => sum + speed, 0) / cores;
  console.log(
    JSON.stringify({ spec: run.spec, rows: run.rows, workers: cores, gainOverOneCore: round(1 / wallMs / mean, 2) }),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'dqs-bench-batch-predict-'));
try {
  const series = await prepare(folder);
  for (const garbage of [false, true]) {
    const input = await requestsFile(series, 100_000, garbage);
    await measure(folder, { spec: 'classic', rows: 100_000, workers: 2, garbage, repeats: 5 }, input);
  }
  for (const rows of SIZES) {
    const input = await requestsFile(series, rows, false);
    const run = { spec: 'classic', rows, repeats: rows > 2_000_000 ? 1 : 3 };
    for (const workers of [1, 2, 4, 8]) await measure(folder, { ...run, workers }, input);
    await measureGain(folder, run, input);
    if (rows <= 2_000_000) await measure(folder, { spec: 'extended', rows, workers: 2, repeats: 2 }, input);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
