// Training and prediction, a JSON object a line. Usage, after a build: node bench/xgboost.bench.mjs [rows] [folder]
//   train:   seconds for the DMatrix and for 100 rounds, XGBoost's own and reproducible
//   predict: rows per second of processor time: XGBoost (rows and columns), the flat form of its trees (the same bits), their
//            sums in double precision (columns), and how many times quicker the flat form is; taken in turn, medians of five
//   single:  microseconds per row alone, taken in turn, and the ratio of the medians
// With a folder the rows are written there for xgboost_bench.py, which measures Python's xgboost on the same data.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DMatrix, TreeEnsemble, loadLibrary, train } from '@dqs/xgboost';

const rows = Number(process.argv[2] ?? 334_000);
const folder = process.argv[3];
const FEATURES = 11;
const CATEGORIES = { 9: 50, 10: 20 };
const PARAMS = { objective: 'binary:logistic', tree_method: 'hist', max_depth: 6, eta: 0.1, base_score: 0.5 };

let state = 42;
const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const report = (line) => console.log(JSON.stringify(line));

const columns = Array.from({ length: FEATURES }, (_, c) => {
  const categories = CATEGORIES[c];
  return Float32Array.from({ length: rows }, () => (categories ? Math.floor(random() * categories) : random() * 100));
});
const label = Float32Array.from({ length: rows }, (_, i) => {
  const score = columns[0][i] + columns[1][i] * 0.5 - columns[2][i] * 0.3 + (columns[9][i] % 7) * 6 + random() * 40;
  return score > 85 ? 1 : 0;
});
const block = new Float32Array(rows * FEATURES);
columns.forEach((column, c) => column.forEach((value, row) => (block[row * FEATURES + c] = value)));
if (folder) {
  writeFileSync(join(folder, 'rows.f32'), block);
  writeFileSync(join(folder, 'label.f32'), label);
}

/** Wall and processor time: only the latter is meaningful on a busy machine. */
async function seconds(work) {
  const start = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6, result };
}

/** Rows per second of processor time: works by name, each in its turn, medians of five. */
async function medianRates(works) {
  const times = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let i = 0; i < 5; i += 1) {
    for (const [name, work] of Object.entries(works)) times[name].push((await seconds(work)).cpuSeconds);
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, Math.round(rows / median(all))]));
}

report({ bench: 'library', ...loadLibrary() });
const matrix = { data: block, rows, columns: FEATURES };
let booster;
for (const threads of [1, 2]) {
  const made = await seconds(() => DMatrix.from(matrix, { label, threads }));
  for (const reproducible of [false, true]) {
    // The bins are built in the first training on a DMatrix, so each gets its own.
    const data = reproducible ? await DMatrix.from(matrix, { label, threads }) : made.result;
    const trained = await seconds(() => train({ ...PARAMS, nthread: threads }, data, { rounds: 100, reproducible }));
    data.close();
    const { seconds: trainSeconds, cpuSeconds: trainCpuSeconds } = trained;
    const dmatrixSeconds = made.seconds;
    report({ bench: 'train', rows, threads, reproducible, dmatrixSeconds, trainSeconds, trainCpuSeconds });
    booster = trained.result.booster;
  }
}

const trees = TreeEnsemble.from(booster.save('ubj'));
for (const threads of [1, 2]) {
  const rates = await medianRates({
    xgboostRows: () => booster.predict(matrix, { threads, engine: 'xgboost' }),
    xgboostColumns: () => booster.predict(columns, { threads, engine: 'xgboost' }),
    flatRows: () => booster.predict(matrix, { threads, engine: 'flat' }),
    flatColumns: () => booster.predict(columns, { threads, engine: 'flat' }),
    doubleColumns: () => trees.margins(columns, { threads }),
  });
  const ratio = Number((rates.flatColumns / rates.xgboostColumns).toFixed(1));
  report({ bench: 'predict', threads, rowsPerCpuSecond: rates, flatToXgboost: ratio });
}
const few = columns.map((column) => column.subarray(0, 2000));
const explained = await seconds(() => trees.contributions(few, { threads: 2 }));
report({ bench: 'contributions', rows: 2000, rowsPerSecond: Math.round(2000 / explained.seconds) });

const singles = {
  xgboost: (row) => booster.predictSync(row, { threads: 1, engine: 'xgboost' }),
  flat: (row) => booster.predictSync(row, { threads: 1, engine: 'flat' }),
  double: (row) => trees.marginsSync(row, { threads: 1 }),
};
const times = Object.fromEntries(Object.keys(singles).map((name) => [name, []]));
for (let i = 0; i < 4000; i += 1) {
  const row = columns.map((column) => column.subarray(i, i + 1));
  for (const [name, one] of Object.entries(singles)) {
    const start = process.hrtime.bigint();
    one(row);
    times[name].push(Number(process.hrtime.bigint() - start) / 1000);
  }
}
for (const all of Object.values(times)) all.sort((a, b) => a - b);
for (const [name, all] of Object.entries(times)) {
  const timesFlat = Number((all[2000] / times.flat[2000]).toFixed(1));
  report({ bench: 'single', name, p50Us: all[2000], p99Us: all[3960], timesFlat });
}
