// Forecasts of a model for rows that it makes up, and the time they take. Usage: predict.mjs MODEL COLUMNS FORECASTS ROWS; writes
// the rows (Float32, column after column) and the forecasts (Float64), and prints the fastest of three runs with one and two threads.
import { readFileSync, writeFileSync } from 'node:fs';
import { Booster } from '@dqs/lightgbm';

const [model, columnsFile, forecastsFile, rows] = process.argv.slice(2);
const booster = Booster.fromString(readFileSync(model, 'utf8'));
let state = 42;
const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
// Percentages and categories are whole numbers, some are missing, some were not seen in training.
const valueOf = () => (random() < 0.05 ? NaN : Math.floor(random() * 130) - 10);
const columns = Array.from({ length: booster.numFeatures }, () =>
  Float32Array.from({ length: Number(rows) }, () => valueOf()),
);
writeFileSync(columnsFile, Buffer.concat(columns.map((column) => Buffer.from(column.buffer))));
const result = { features: columns.length };
let out;
for (const threads of [1, 2]) {
  const times = [];
  for (let run = 0; run < 3; run += 1) {
    const start = performance.now();
    out = await booster.predict(columns, { type: 'raw', threads });
    times.push(performance.now() - start);
  }
  result[`ms${threads}`] = Math.min(...times);
}
writeFileSync(forecastsFile, Buffer.from(out.buffer, out.byteOffset, out.byteLength));
console.log(JSON.stringify(result));
