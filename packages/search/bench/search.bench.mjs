// What @dqs/search promises; one JSON object a line.
//   quality: median, over 10 seeds, of the best of 60 trials, next to Optuna 5.0 and random search
//   overhead:  milliseconds of one trial of an objective that costs nothing, 1,000 trials, with and without a study file
//   tune:      `dqs tune`, 30 trials of LightGBM on 100,000 rule results: wall seconds and peak memory of the process
//   history: `dqs tune` on the real history, if available: the gain on days the search never saw
// DQS_BENCH_TRIALS sets the trials of the last two (30; 0 leaves them out).
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomStrategy, search } from '@dqs/search';
import { measureNode } from '../../../tools/bench/measured-process.mjs';
import { dqsProgram, inRoot } from '../../../tools/workspace/paths.mjs';

const TRIALS = Number(process.env.DQS_BENCH_TRIALS ?? 30);
const REAL_HISTORY = inRoot('..', 'shared', 'data', 'epidemic_reports.csv.gz');
const SEEDS = 10;
const report = (record) => console.log(JSON.stringify(record));
const round = (value, digits = 3) => Number(value.toFixed(digits));
const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

const cube = (dimensions, low, high) =>
  Object.fromEntries(Array.from({ length: dimensions }, (_, i) => [`x${i}`, { type: 'float', low, high }]));
const HARTMANN = {
  heights: [1, 1.2, 3, 3.2],
  widths: [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
  ],
  centres: [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
  ],
};
const FUNCTIONS = {
  branin: {
    optuna: 0.465,
    space: { x0: { type: 'float', low: -5, high: 10 }, x1: { type: 'float', low: 0, high: 15 } },
    value: ({ x0, x1 }) =>
      (x1 - (5.1 / (4 * Math.PI ** 2)) * x0 * x0 + (5 / Math.PI) * x0 - 6) ** 2 +
      10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x0) +
      10,
  },
  hartmann6: {
    optuna: -3.077,
    space: cube(6, 0, 1),
    value(parameters) {
      const x = Object.values(parameters);
      const distance = (well) =>
        x.reduce((sum, at, d) => sum + HARTMANN.widths[well][d] * (at - HARTMANN.centres[well][d]) ** 2, 0);
      return -HARTMANN.heights.reduce((sum, height, well) => sum + height * Math.exp(-distance(well)), 0);
    },
  },
  rastrigin5: {
    optuna: 35.781,
    space: cube(5, -5.12, 5.12),
    value: (parameters) =>
      Object.values(parameters).reduce((sum, x) => sum + 10 + x * x - 10 * Math.cos(2 * Math.PI * x), 0),
  },
};

async function medianBest({ space, value }, strategyOf, trials = 60) {
  const bests = [];
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const { best } = await search(space, value, { strategy: strategyOf(seed), trials, seed });
    bests.push(best.value);
  }
  return round(median(bests));
}

async function measureQuality() {
  for (const [name, of] of Object.entries(FUNCTIONS)) {
    const tpe = await medianBest(of, () => 'tpe');
    const gp = await medianBest(of, () => 'gp');
    const chance = await medianBest(of, (seed) => randomStrategy({ seed, sampler: 'uniform' }));
    report({ bench: 'quality', function: name, trials: 60, seeds: SEEDS, tpe, optuna: of.optuna, gp, random: chance });
  }
}

async function measureOverhead(folder) {
  const space = { ...cube(5, 0, 1), n: { type: 'int', low: 1, high: 500, log: true } };
  const value = (parameters) => Object.values(parameters).reduce((sum, x) => sum + (x - 0.3) ** 2, 0);
  for (const strategy of ['random', 'tpe']) {
    for (const study of [undefined, join(folder, `${strategy}.jsonl`)]) {
      const cpu = process.cpuUsage();
      const start = performance.now();
      await search(space, value, { strategy, trials: 1000, study });
      const msPerTrial = round((performance.now() - start) / 1000);
      const { user, system } = process.cpuUsage(cpu);
      const cpuMsPerTrial = round((user + system) / 1e6);
      report({ bench: 'overhead', strategy, trials: 1000, onDisk: study !== undefined, msPerTrial, cpuMsPerTrial });
    }
  }
}

/** The generated log, kept between runs. */
async function history() {
  const folder = inRoot('node_modules', '.cache', 'dqs-bench');
  const file = join(folder, 'tune-100000-seed-42.csv');
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  await measureNode([dqsProgram, 'generate', '--rows', '100000', '--seed', '42', '--out', file]);
  return file;
}

async function measureTune(bench, input) {
  const args = ['tune', '--input', input, '--trials', String(TRIALS), '--json', '--quiet'];
  const { wallMs, peakMb, stdout } = await measureNode([dqsProgram, ...args]);
  const { comparison, timings, verdict, best, defaults } = JSON.parse(stdout);
  const { low, mean, high } = comparison.improvement;
  const mae = { defaults: comparison.defaults.scores[0].model.mae, tuned: comparison.tuned.scores[0].model.mae };
  report({
    bench,
    trials: TRIALS,
    wallSeconds: round(wallMs / 1000, 1),
    searchSeconds: round(timings.search / 1000, 1),
    peakMb: round(peakMb, 0),
    validationMaePoints: { defaults: round(defaults.value), best: round(best.value) },
    unseenMaePoints: { defaults: round(mae.defaults), tuned: round(mae.tuned) },
    improvementPoints: { mean: round(mean), low: round(low), high: round(high) },
    verdict,
  });
}

const folder = mkdtempSync(join(tmpdir(), 'dqs-bench-search-'));
try {
  await measureQuality();
  await measureOverhead(folder);
  if (TRIALS > 0) await measureTune('tune', await history());
  if (TRIALS > 0 && existsSync(REAL_HISTORY)) await measureTune('history', REAL_HISTORY);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
