// The main jobs beside what one would use instead: pandas with LightGBM for training, DuckDB for counting a log. Whole processes in
// turns, medians of DQS_INTEROP_RUNS (5), on a log of DQS_INTEROP_ROWS (1,000,000). It fails where counts differ, never because of a
// time: figures of a busy machine mean nothing.
import { createReadStream, createWriteStream, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import { historyOf } from '../../bench/history.mjs';
import { measureNode } from '../../bench/measured-process.mjs';
import { median } from '../../bench/percentile.mjs';
import { formatTable } from '../../bench/table.mjs';
import { setUpOrExit } from '../../workspace/setup.mjs';
import { dqsProgram } from '../../workspace/paths.mjs';
import { output } from '../not-here.mjs';

export const requirements = ['numpy==2.2.6', 'pandas==2.3.3', 'pyarrow==22.0.0', 'lightgbm==4.6.0', 'duckdb==1.4.2'];

const ROWS = Number(process.env.DQS_INTEROP_ROWS ?? 1_000_000);
const RUNS = Number(process.env.DQS_INTEROP_RUNS ?? 5);
const ROUNDS = 100;
const FORECAST_ROWS = 300_000;

const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/** A Python script, or a command of the shell that ends in one: wall time of the whole process, and what it printed. */
function measure(command, args) {
  const start = performance.now();
  const result = JSON.parse(output(command, args));
  return { wallMs: performance.now() - start, peakMb: result.peakMb, result };
}

async function measureDqs(...args) {
  const { wallMs, peakMb, stdout } = await measureNode([dqsProgram, ...args, '--json', '--quiet']);
  return { wallMs, peakMb, result: JSON.parse(stdout) };
}

/** The same log gzipped: made once, beside it. */
async function gzipped(file) {
  const gz = `${file}.gz`;
  if (!existsSync(gz)) await pipeline(createReadStream(file), createGzip(), createWriteStream(gz));
  return gz;
}

/** The same rows forecast by a model's flat form and by LightGBM itself. */
function forecastsOf(model, python, folder) {
  const [columns, forecasts] = [join(folder, 'columns'), join(folder, 'forecasts')];
  const ours = [
    fileURLToPath(new URL('predict.mjs', import.meta.url)),
    model,
    columns,
    forecasts,
    String(FORECAST_ROWS),
  ];
  const { result: dqs } = measure(process.execPath, ours);
  const { result } = measure(python, [script('predict.py'), model, columns, forecasts, String(dqs.features)]);
  return { dqs, python: result };
}

/** Each of the measured, in turns. */
async function inTurns(measured) {
  const runs = measured.map(() => []);
  for (let run = 0; run < RUNS; run += 1) {
    for (const [i, one] of measured.entries()) runs[i].push(await one());
  }
  return runs.map((all) => ({
    wallMs: median(all.map(({ wallMs }) => wallMs)),
    readMs: median(all.map(({ result }) => result.report?.durationMs ?? result.readMs ?? NaN)),
    peakMb: median(all.map(({ peakMb }) => peakMb)),
    result: all[0].result,
  }));
}

export async function run({ python, folder }) {
  await setUpOrExit();
  const { file } = await historyOf(ROWS);
  const { file: spoilt } = await historyOf(ROWS, { garbage: 0.01 });
  const gz = await gzipped(file);
  const model = join(folder, 'model');
  const records = [];
  const compare = (job, dqs, other, figure = 'wallMs') =>
    records.push({
      job,
      dqsMs: Math.round(dqs[figure]),
      otherMs: Math.round(other[figure]),
      ratio: Number((dqs[figure] / other[figure]).toFixed(2)),
      ...(figure === 'wallMs' && { dqsMb: Math.round(dqs.peakMb), otherMb: Math.round(other.peakMb) }),
    });

  const panel = join(folder, 'panel.parquet');
  const without = (path) => rmSync(path, { recursive: true, force: true });
  const ingest = (input) => {
    without(panel);
    return measureDqs('ingest', '--input', input, '--panel', panel, '--max-reject-ratio', '1');
  };
  const [clean, damaged, zipped, duckdb, piped] = await inTurns([
    () => ingest(file),
    () => ingest(spoilt),
    () => ingest(gz),
    () => measure(python, [script('count.py'), file]),
    () => measure('/bin/sh', ['-c', 'zcat "$1" | exec "$2" "$3" -', 'sh', gz, python, script('count.py')]),
  ]);
  compare('read and count, whole process : DuckDB from Python', clean, duckdb);
  compare('read and count, without starts : the query alone', clean, duckdb, 'readMs');
  compare('the same of .csv.gz : zcat into DuckDB', zipped, piped);
  compare('1 % of the rows spoilt : none (dqs both)', damaged, clean, 'readMs');

  const train = () => {
    without(model);
    return measureDqs('train', '--input', file, '--spec', 'classic', '--rounds', String(ROUNDS), '--out', model);
  };
  const [classic, plain] = await inTurns([train, () => measure(python, [script('train.py'), file, String(ROUNDS)])]);
  compare('train classic, whole process : pandas and LightGBM', classic, plain);
  const forecasts = forecastsOf(join(model, 'model.txt'), python, folder);
  for (const threads of [1, 2]) {
    const [dqs, other] = [forecasts.dqs, forecasts.python].map((result) => ({ readMs: result[`ms${threads}`] }));
    compare(
      `${FORECAST_ROWS.toLocaleString('en')} forecasts, ${threads} ${threads === 1 ? 'thread' : 'threads'} : LightGBM from Python`,
      dqs,
      other,
      'readMs',
    );
  }
  console.log(formatTable(records));
  const { mae } = classic.result.evaluation.scores[0].model;
  console.log(
    `mean absolute error on the last fifth of the days: dqs ${mae.toFixed(3)}, the script ${plain.result.mae}`,
  );

  const counts = ({ passes, fails, days }) => ({ passes, fails, days });
  const ours = ({ report }) => ({ passes: report.passed, fails: report.failed, days: report.cells });
  return [
    { what: 'counts of the log, DuckDB', tool: counts(duckdb.result), dqs: ours(clean.result) },
    { what: 'counts of the log, pandas', tool: counts(plain.result), dqs: ours(clean.result) },
    { what: 'forecasts, to the last bit', tool: true, dqs: forecasts.python.isEqual },
    { what: 'counts of the log as .gz, DuckDB', tool: counts(piped.result), dqs: ours(zipped.result) },
  ];
}
