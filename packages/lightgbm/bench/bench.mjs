// Prints one JSON line per measurement. Usage, after a build of this package: node bench/bench.mjs [rows] [repetitions]
//   predict: rows per second, columns of Float32, flat and LightGBM's own, 1 and 2 threads
//   single:  nanoseconds per call of one row: p50 and p99, and processor time, which other programs do not affect, with
//            another row for each call (the copy of its values included) and with the same row
//   train:   seconds for the dataset and for 100 rounds
import { Dataset, availableEngines, train } from '@dqs/lightgbm';

const rows = Number(process.argv[2] ?? 334_000);
const repetitions = Number(process.argv[3] ?? 5);
const FEATURES = 11;
const CATEGORIES = { 9: 50, 10: 20 };

let state = 42;
const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const report = (line) => console.log(JSON.stringify(line));

function makeColumns() {
  return Array.from({ length: FEATURES }, (_, c) => {
    const categories = CATEGORIES[c];
    return Float32Array.from({ length: rows }, () => (categories ? Math.floor(random() * categories) : random() * 100));
  });
}

function makeLabel(columns) {
  return Float32Array.from({ length: rows }, (_, i) => {
    const score = columns[0][i] + columns[1][i] * 0.5 - columns[2][i] * 0.3 + (columns[9][i] % 7) * 6 + random() * 40;
    return score > 85 ? 1 : 0;
  });
}

async function seconds(work) {
  const start = performance.now();
  const result = await work();
  return { seconds: (performance.now() - start) / 1000, result };
}

async function benchTraining(columns, label) {
  let booster;
  for (const threads of [1, 2]) {
    const params = { objective: 'binary', num_leaves: 31, learning_rate: 0.1, num_threads: threads };
    const made = await seconds(() => Dataset.fromColumns(columns, { label, categoricalFeatures: [9, 10], params }));
    const trained = await seconds(() => train(params, made.result, { rounds: 100 }));
    made.result.close();
    booster = trained.result.booster;
    report({ bench: 'train', rows, threads, datasetSeconds: made.seconds, trainSeconds: trained.seconds });
  }
  return booster;
}

async function benchPrediction(booster, columns) {
  const out = new Float64Array(rows);
  for (const engine of availableEngines().filter((name) => name !== 'auto')) {
    for (const threads of [1, 2]) {
      const times = [];
      for (let i = 0; i < repetitions; i++) {
        times.push((await seconds(() => booster.predict(columns, { engine, threads, out }))).seconds);
      }
      report({ bench: 'predict', engine, threads, rowsPerSecond: Math.round(rows / median(times)) });
    }
  }
}

function benchSingleRow(booster, columns) {
  const samples = Array.from({ length: 4096 }, (_, i) => columns.map((column) => column[(i * 37) % rows]));
  for (const engine of ['auto', 'lightgbm']) {
    const row = booster.singleRow({ engine });
    const calls = engine === 'auto' ? 200_000 : 20_000;
    const times = new Float64Array(calls);
    const overhead = clockOverhead();
    for (let i = 0; i < calls; i++) {
      row.input.set(samples[i & 4095]);
      const start = process.hrtime.bigint();
      row.predict();
      times[i] = Number(process.hrtime.bigint() - start) - overhead;
    }
    times.sort();
    const cpuNs = processorTime(calls, (i) => {
      row.input.set(samples[i & 4095]);
      row.predict();
    });
    const sameRowCpuNs = processorTime(calls, () => row.predict());
    const at = (share) => Math.round(times[Math.floor(calls * share)]);
    report({ bench: 'single', engine, p50Ns: at(0.5), p99Ns: at(0.99), cpuNs, sameRowCpuNs });
    row.close();
  }
}

/** Nanoseconds of processor time per call. */
function processorTime(calls, work) {
  const start = process.cpuUsage();
  for (let i = 0; i < calls; i++) work(i);
  const { user, system } = process.cpuUsage(start);
  return Math.round(((user + system) * 1000) / calls);
}

function clockOverhead() {
  const times = Float64Array.from({ length: 20_000 }, () => {
    const start = process.hrtime.bigint();
    return Number(process.hrtime.bigint() - start);
  });
  return times.sort()[10_000];
}

const columns = makeColumns();
const booster = await benchTraining(columns, makeLabel(columns));
await benchPrediction(booster, columns);
benchSingleRow(booster, columns);
