// A whole backend: an additive model. Every column is cut into bins; a forecast is the mean of all rows plus the effect
// of the bin of each column, fitted one column after the other to what the others leave unexplained.
import { DqsError } from '@dqs/core';
import { assertColumns, assertSupported, columnsOf } from '@dqs/model-backends';

const FILE = 'additive-bins.json';
const PASSES = 5;
const SHRINKAGE = 20;

/** What `train` and `load` give. It owns nothing that has to be freed. */
class AdditiveBins {
  backend = 'additive-bins';
  contributionScale = 'fraction';

  constructor(state) {
    this.state = state;
    this.columns = state.columns;
    this.training = { rounds: PASSES, params: {}, versions: {} };
  }

  predict(frame) {
    const parts = this.contributions(frame);
    const width = this.columns.length + 1;
    return Float64Array.from({ length: frame.rows }, (_, row) => {
      let sum = 0;
      for (let i = 0; i < width; i += 1) sum += parts[row * width + i];
      return Math.min(1, Math.max(0, sum));
    });
  }

  contributions(frame) {
    assertColumns(this.columns, frame);
    const width = this.columns.length + 1;
    const parts = new Float64Array(frame.rows * width);
    frame.columns.forEach((column, i) => {
      const effects = this.state.effects[i];
      for (let row = 0; row < frame.rows; row += 1) parts[row * width + i] = effects[binOf(column, row)] ?? 0;
    });
    for (let row = 0; row < frame.rows; row += 1) parts[row * width + width - 1] = this.state.mean;
    return parts;
  }

  save() {
    return new Map([[FILE, Buffer.from(JSON.stringify(this.state))]]);
  }

  importance() {
    return [];
  }

  close() {}
}

export const backend = {
  name: 'additive-bins',
  capabilities: {
    training: true,
    weights: true,
    contributions: true,
    categories: true,
    quantiles: false,
    incremental: false,
    distributed: false,
    objectives: ['l2'],
  },
  wording: {
    label: 'additive bins',
    description: 'the mean of all rows plus an effect of the bin of each feature',
    contributions: 'effects of the bins that the features lie in',
  },
  defaults: () => ({ objective: 'l2', rounds: PASSES, halfLifeDays: 180, params: () => ({}) }),

  async train(request) {
    assertSupported(backend, request);
    if (request.signal?.aborted) throw new DqsError('aborted', 'the training was interrupted');
    for (const name of Object.keys(request.params ?? {})) {
      throw new DqsError('invalid-argument', `params.${name}: additive-bins has no parameters`);
    }
    return new AdditiveBins({ columns: columnsOf(request.train.frame), ...fit(request.train) });
  },

  async load(files) {
    try {
      return new AdditiveBins(JSON.parse(Buffer.from(files.get(FILE)).toString('utf8')));
    } catch (cause) {
      throw new DqsError('bundle-corrupt', `expected the file ${FILE} of an additive model`, { cause });
    }
  },
};

/** Bins of ten units for numbers, one for each category; missing and unseen have none, and no effect. */
function binOf({ kind, values }, row) {
  const value = values[row];
  if (Number.isNaN(value)) return undefined;
  return kind === 'categorical' ? value : Math.floor(value / 10);
}

function fit({ frame, target, weight }) {
  const mean = weightedMean(target, weight);
  const effects = frame.columns.map(() => ({}));
  const rest = Float64Array.from(target, (value) => value - mean);
  for (let pass = 0; pass < PASSES; pass += 1) {
    frame.columns.forEach((column, i) => {
      const sums = {};
      for (let row = 0; row < frame.rows; row += 1) {
        const bin = binOf(column, row);
        if (bin === undefined) continue;
        sums[bin] ??= { rest: 0, weight: 0 };
        sums[bin].rest += weight[row] * rest[row];
        sums[bin].weight += weight[row];
      }
      const steps = Object.fromEntries(
        Object.entries(sums).map(([bin, sum]) => [bin, sum.rest / (sum.weight + SHRINKAGE)]),
      );
      for (const [bin, step] of Object.entries(steps)) effects[i][bin] = (effects[i][bin] ?? 0) + step;
      for (let row = 0; row < frame.rows; row += 1) rest[row] -= steps[binOf(column, row)] ?? 0;
    });
  }
  return { mean, effects };
}

function weightedMean(values, weights) {
  let sum = 0;
  let total = 0;
  values.forEach((value, row) => {
    sum += weights[row] * value;
    total += weights[row];
  });
  return sum / total;
}
