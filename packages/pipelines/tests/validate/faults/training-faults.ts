import { formatDay, PanelBuilder } from '@dqs/core';
import { buildFrame, observedRequests, SeriesHistory } from '@dqs/features';
import type { TrainingSet } from '@dqs/model-backends';

import { validateBundle } from '../../../src/index.js';
import {
  changed,
  column,
  rowsOf,
  shuffled,
  START,
  withColumns,
  type Fault,
  type FaultyTraining,
  type RowsInPassing,
} from './workbench.js';

const AGAIN = 'recomputed-features';

/** A fault of the rows between features and learner. */
function rowFault(name: string, rows: (rows: RowsInPassing) => TrainingSet, caughtBy = [AGAIN, 'skill']): Fault {
  return trainingFault(name, { rows }, caughtBy);
}

function trainingFault(name: string, faulty: FaultyTraining, caughtBy: readonly string[]): Fault {
  return {
    name,
    caughtBy,
    inject: async (bench) =>
      (await validateBundle(await bench.bundle(faulty), undefined, { folds: 1, threads: 1 })).checks,
  };
}

/** A fault of one feature's values. */
function valueFault(
  name: string,
  feature: string,
  change: (values: Float32Array, rows: RowsInPassing) => Float32Array,
): Fault {
  return rowFault(name, (rows) => ({
    ...rows.set,
    frame: withColumns(rows.set.frame, (candidate, values) =>
      candidate === feature ? change(values, rows) : undefined,
    ),
  }));
}

const percentOfTarget = ({ set }: RowsInPassing) => set.target.map((fraction) => 100 * fraction);

/** Faults between the history and the learner: the model has learned from something it should not have. */
export const TRAINING_FAULTS: readonly Fault[] = [
  valueFault('the target leaks into a feature', 'lag_1_day', (_, rows) => percentOfTarget(rows)),
  valueFault('the target leaks into a feature, with noise', 'ma_7_day', (_, rows) =>
    percentOfTarget(rows).map((value, row) => value + ((row * 37) % 11) - 5),
  ),
  rowFault('off by one: features know the day they forecast', ({ set, contract, history, requests }) => ({
    ...set,
    frame: buildFrame(contract, movedBack(history), requests),
  })),
  rowFault('the outcomes are shuffled', ({ set }) => {
    const order = shuffled(set.target.length, 7);
    return { ...set, target: Float32Array.from(order, (row) => set.target[row]!) };
  }),
  rowFault('the labels are flipped', ({ set }) => ({ ...set, target: set.target.map((fraction) => 1 - fraction) })),
  rowFault('the target is a hundredth of what it should be', ({ set }) => ({
    ...set,
    target: set.target.map((fraction) => fraction / 100),
  })),
  rowFault('the target is squared, so the mean comes out too low', ({ set }) => ({
    ...set,
    target: set.target.map((fraction) => fraction * fraction),
  })),
  rowFault('two columns are swapped', ({ set }) => {
    const [a, b] = [column(set.frame, 'lag_1_day'), column(set.frame, 'day_of_month')];
    return {
      ...set,
      frame: withColumns(set.frame, (name) => (name === 'lag_1_day' ? b : name === 'day_of_month' ? a : undefined)),
    };
  }),
  valueFault('a percentage becomes a fraction', 'lag_1_day', (values) => values.map((value) => value / 100)),
  valueFault('missing values become 0', 'lag_1_day', (values) =>
    values.map((value) => (Number.isNaN(value) ? 0 : value)),
  ),
  valueFault('missing values become the mean', 'lag_7_day', (values) =>
    values.map((value) => (Number.isNaN(value) ? 80 : value)),
  ),
  valueFault('a feature is frozen at one value', 'day_of_week', (values) => values.map(() => 2)),
  valueFault('a feature is missing everywhere', 'ma_3_day', (values) => values.map(() => Number.NaN)),
  valueFault('weekdays are counted from Sunday', 'day_of_week', (values) => values.map((value) => (value + 1) % 7)),
  valueFault('rule codes change places', 'rule_code', (values) => values.map((code) => (code + 1) % 4)),
  rowFault('the weights are lost', ({ set }) => ({ ...set, weight: set.weight.map(() => 1) }), [AGAIN]),
  rowFault('every row is there twice', ({ set }) =>
    rowsOf(
      set,
      Int32Array.from({ length: 2 * set.target.length }, (_, i) => i >> 1),
    ),
  ),
  rowFault('a third of the rows is lost', ({ set }) =>
    rowsOf(
      set,
      Int32Array.from(set.target.keys()).filter((row) => row % 3 > 0),
    ),
  ),
  rowFault('only the rows of one dataset arrive', ({ set }) =>
    rowsOf(
      set,
      Int32Array.from(set.target.keys()).filter((row) => column(set.frame, 'dataset_uuid')[row] === 0),
    ),
  ),
  rowFault(
    'the model is trained on the test days too',
    ({ set, contract, history }) => {
      const requests = observedRequests(history, { fromDay: history.firstDay, toDay: history.lastDay, horizon: 1 });
      const frame = buildFrame(contract, history, requests);
      return { ...set, frame, target: requests.passFraction, weight: requests.executions };
    },
    [AGAIN],
  ),
  rowFault('features of another day: each row looks a week further back', ({ set, contract, history, requests }) => ({
    ...set,
    frame: buildFrame(contract, history, { ...requests, asOfDay: requests.asOfDay.map((day) => day - 7) }),
  })),
  trainingFault('the model is constant', { options: { rounds: 1, params: { learning_rate: 1e-9 } } }, [
    'constant-forecasts',
    'skill',
  ]),
  trainingFault('the model is near constant', { options: { rounds: 2, params: { learning_rate: 0.002 } } }, [
    'constant-forecasts',
    'skill',
  ]),
  trainingFault(
    'the model is overfitted',
    { options: { rounds: 600, params: { learning_rate: 0.5, num_leaves: 255, min_data_in_leaf: 1, lambda_l2: 0 } } },
    ['skill', 'calibration', 'worst-segment'],
  ),
  trainingFault('too few days are left to learn from', { options: { testFrom: START + 20 } }, ['training-size']),
  trainingFault(
    'the history is cut off to its last weeks',
    {
      rows: ({ set, requests }) =>
        rowsOf(
          set,
          Int32Array.from(set.target.keys()).filter((row) => requests.targetDay[row]! >= START + 80),
        ),
      manifest: (manifest) => ({ ...manifest, training: { ...manifest.training, from: formatDay(START + 80) } }),
    },
    ['training-size'],
  ),
  trainingFault(
    'a month of the history was read twice',
    { panel: (known) => changed(known, (cell) => (cell.day < START + 30 ? [cell, cell] : [cell])) },
    ['executions'],
  ),
  trainingFault(
    'a dataset stopped delivering weeks before the training',
    {
      panel: (known) => changed(known, (cell) => (cell.datasetUuid < 'uuid-2' && cell.day > START + 100 ? [] : [cell])),
    },
    ['silent-series'],
  ),
];

/** A history in which every result is dated one day earlier than it was known. */
function movedBack(history: SeriesHistory): SeriesHistory {
  const builder = new PanelBuilder();
  history.series.forEach(({ datasetUuid, datasetName, ruleCode }, s) => {
    const key = { source: 'S', tenantId: 'T', datasetUuid, datasetName, ruleCode };
    for (let i = history.offsets[s]!; i < history.offsets[s + 1]!; i += 1) {
      const passes = history.passes[i]!;
      const fails = history.executions[i]! - passes;
      builder.addCounts(key, history.day[i]! - 1, { passes, fails, errors: 0, recordCount: NaN, filteredCount: NaN });
    }
  });
  return SeriesHistory.fromPanel(builder.build());
}
