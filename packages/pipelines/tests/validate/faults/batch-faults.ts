import type { FeatureFrame } from '@dqs/core';
import { buildFrame, observedRequests, SeriesHistory, type SeriesId } from '@dqs/features';
import { checkBatch, gateLimits } from '@dqs/validation';

import { type FrameBuilder } from '../../../src/index.js';
import { leakageChecks } from '../../../src/validate/leakage-probe.js';
import { KNOWN_DAYS, START, withColumns, type Fault } from './workbench.js';

/** A fault of a frame between the features and the model. */
function frameFault(name: string, change: (frame: FeatureFrame) => FeatureFrame, caughtBy: readonly string[]): Fault {
  return {
    name,
    caughtBy,
    inject: async (bench) => {
      const { manifest, profile } = await bench.cleanBundle();
      const history = SeriesHistory.fromPanel(bench.panel);
      const range = { fromDay: START + KNOWN_DAYS, toDay: history.lastDay, horizon: 1 };
      const frame = buildFrame(manifest.contract, history, observedRequests(history, range));
      return checkBatch({ frame: change(frame) }, profile, { limits: gateLimits() }).checks;
    },
  };
}

const on = (feature: string, change: (value: number, row: number) => number) => (frame: FeatureFrame) =>
  withColumns(frame, (name, values) => (name === feature ? values.map(change) : undefined));

/** A fault of how features are computed: the probes see it without a model. */
function codeFault(name: string, features: FrameBuilder): Fault {
  return {
    name,
    caughtBy: ['feature-leak', 'shuffled-target'],
    inject: async (bench) => {
      const { manifest } = await bench.cleanBundle();
      const { contract, horizon } = manifest;
      const history = SeriesHistory.fromPanel(bench.panel);
      const probe = { contract, history, horizon, limits: gateLimits(), seed: 1, maxRows: 4000, threads: 1 };
      return leakageChecks(probe, features);
    },
  };
}

/** The outcome of each request's own target day, in percent. */
function outcomes(history: SeriesHistory, series: Int32Array, day: Int32Array): Float32Array {
  const found = new Map<string, number>();
  history.series.forEach((_: SeriesId, s) => {
    for (let i = history.offsets[s]!; i < history.offsets[s + 1]!; i += 1) {
      found.set(`${s} ${history.day[i]}`, (100 * history.passes[i]!) / history.executions[i]!);
    }
  });
  return Float32Array.from(series, (s, row) => found.get(`${s} ${day[row]}`) ?? Number.NaN);
}

/** Faults of frames that go to a model, and of code that makes them. */
export const BATCH_FAULTS: readonly Fault[] = [
  frameFault(
    'a percentage of the batch is a fraction',
    on('lag_1_day', (value) => value / 100),
    ['drift', 'out-of-range'],
  ),
  frameFault(
    'all percentages of the batch are fractions',
    (frame) =>
      withColumns(frame, (name, values) => (/^(lag|ma)_/.test(name) ? values.map((value) => value / 100) : undefined)),
    ['drift'],
  ),
  frameFault(
    'a percentage of the batch is ten thousandths',
    on('ma_7_day', (value) => 100 * value),
    ['out-of-range'],
  ),
  frameFault(
    'values of the batch are negative',
    on('lag_2_day', (value) => -value),
    ['out-of-range'],
  ),
  frameFault(
    'values of the batch are infinite',
    on('lag_7_day', (value, row) => (row % 50 === 0 ? Infinity : value)),
    ['finite'],
  ),
  frameFault(
    'a feature of the batch is missing',
    on('ma_3_day', () => Number.NaN),
    ['missing-values'],
  ),
  frameFault(
    'half the values of a feature are missing',
    on('lag_1_day', (value, row) => (row % 2 === 0 ? Number.NaN : value)),
    ['missing-values'],
  ),
  frameFault(
    'no category of the batch is known',
    on('dataset_uuid', () => Number.NaN),
    ['unseen-categories'],
  ),
  frameFault('a column of the batch is missing', (frame) => ({ ...frame, columns: frame.columns.slice(1) }), [
    'schema',
  ]),
  frameFault(
    'the columns of the batch are in another order',
    (frame) => ({ ...frame, columns: [...frame.columns].reverse() }),
    ['schema'],
  ),
  frameFault(
    'a column of the batch has another kind',
    (frame) => ({
      ...frame,
      columns: frame.columns.map((one) => (one.name === 'rule_code' ? { ...one, kind: 'numeric' as const } : one)),
    }),
    ['schema'],
  ),
  frameFault(
    'a column of the batch is too short',
    (frame) => ({
      ...frame,
      columns: frame.columns.map((one) => (one.name === 'month' ? { ...one, values: one.values.subarray(1) } : one)),
    }),
    ['schema'],
  ),
  frameFault(
    'the batch is empty',
    (frame) => ({
      rows: 0,
      columns: frame.columns.map((one) => ({ ...one, values: new Float32Array(0) })),
    }),
    ['schema'],
  ),
  codeFault('a feature is computed from the target day', (contract, history, requests) =>
    withColumns(buildFrame(contract, history, requests), (name) =>
      name === 'lag_1_day' ? outcomes(history, requests.series, requests.targetDay) : undefined,
    ),
  ),
  codeFault('a window reaches one day too far', (contract, history, requests) => {
    const today = outcomes(history, requests.series, requests.targetDay);
    return withColumns(buildFrame(contract, history, requests), (name, values) =>
      name === 'ma_3_day'
        ? values.map((value, row) => (Number.isNaN(today[row]) ? value : (3 * value + today[row]!) / 4))
        : undefined,
    );
  }),
  codeFault('a category knows whether the day will fail', (contract, history, requests) =>
    withColumns(buildFrame(contract, history, requests), (name) =>
      name === 'rule_code'
        ? outcomes(history, requests.series, requests.targetDay).map((value) => (value < 60 ? 0 : 1))
        : undefined,
    ),
  ),
];
