// Forecasts in a running process: how long one takes, features included, and how many a batch makes in a second.
import { readBundle, Forecaster, forecast } from '@dqs/pipelines';
import { percentile } from './percentile.mjs';

const WARM_UP = 2000;
const SINGLE = 20_000;
const BATCH = 100_000;

/** Figures of the bundle at `path`, as records. */
export async function measureSingleForecasts(path) {
  const bundle = await readBundle(path);
  const forecaster = new Forecaster(bundle);
  return [singleForecasts(forecaster), batchOfForecasts(bundle, forecaster)];
}

function singleForecasts(forecaster) {
  const { series, lastDay } = forecaster.history;
  const request = (index) => {
    const { tenantId, datasetUuid, ruleCode } = series[index % series.length];
    return { tenantId, datasetUuid, ruleCode, day: lastDay + 1 };
  };
  for (let index = 0; index < WARM_UP; index += 1) forecaster.one(request(index));
  const micros = new Float64Array(SINGLE);
  for (let index = 0; index < SINGLE; index += 1) {
    const wanted = request(index);
    const start = process.hrtime.bigint();
    forecaster.one(wanted);
    micros[index] = Number(process.hrtime.bigint() - start) / 1000;
  }
  micros.sort();
  return { forecasts: 'one', p50Us: percentile(micros, 0.5), p99Us: percentile(micros, 0.99) };
}

/** Series and past days in turn until there are enough; features and prediction, without making rows for people. */
function batchOfForecasts(bundle, { history }) {
  const days = Math.ceil(BATCH / history.series.length);
  const parts = Array.from({ length: days }, (_, back) => {
    const day = Math.max(history.firstDay + 8, history.lastDay + 1 - back);
    return history.requests({ day, asOf: day - 1 });
  });
  const join = (name) => Int32Array.from(parts.flatMap((part) => Array.from(part[name]))).slice(0, BATCH);
  const requests = { series: join('series'), targetDay: join('targetDay'), asOfDay: join('asOfDay') };
  forecast(bundle.predictor, history, requests, 0);
  const start = performance.now();
  forecast(bundle.predictor, history, requests, 0);
  const ms = performance.now() - start;
  const count = requests.series.length;
  return { forecasts: 'batch', count, ms: Number(ms.toFixed(1)), perSecond: Math.round((count / ms) * 1000) };
}
