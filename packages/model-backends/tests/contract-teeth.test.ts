import type { FeatureFrame } from '@dqs/core';

import type { BackendCapabilities, BackendSearch, FittedModel, ModelBackend, TrainRequest } from '../src/index.js';
import { LIGHTGBM_BACKEND } from '../src/lightgbm/lightgbm-backend.js';
import { RIDGE_BACKEND } from '../src/ridge/ridge-backend.js';
import { BACKEND_CONTRACT, headOf } from '../src/testing/index.js';

/** A backend that does something wrong, and the promise of the contract that finds it out. */
interface Fault {
  readonly wrong: string;
  readonly foundBy: string;
  readonly backend: ModelBackend;
}

/** A good backend with its models changed; a model that is loaded again is changed alike. */
function withModels(good: ModelBackend, change: (model: FittedModel, request?: TrainRequest) => object): ModelBackend {
  const changed = <Model extends FittedModel>(model: Model, request?: TrainRequest): Model => {
    const own = change(model, request) as Record<PropertyKey, unknown>;
    return new Proxy(model, {
      get(target, name) {
        if (name in own) return own[name];
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
      },
    });
  };
  return {
    ...good,
    train: async (request) => changed(await good.train(request), request),
    load: async (files) => changed(await good.load(files)),
  };
}

const withRequests = (good: ModelBackend, change: (request: TrainRequest) => TrainRequest): ModelBackend => ({
  ...good,
  train: (request) => good.train(change(request)),
});

const declaring = (good: ModelBackend, capabilities: Partial<BackendCapabilities>): ModelBackend => ({
  ...good,
  capabilities: { ...good.capabilities, ...capabilities },
});

const forecasting = (change: (forecasts: Float64Array, frame: FeatureFrame, threads?: number) => Float64Array) =>
  withModels(RIDGE_BACKEND, (model) => ({
    predict: (frame: FeatureFrame, threads?: number) => change(model.predict(frame), frame, threads),
  }));

const searching = (space: BackendSearch['space']): ModelBackend => ({
  ...RIDGE_BACKEND,
  search: () => ({ space, libraryDefaults: {} }),
});

let shared = new Float64Array(0);
let trainings = 0;

const FAULTS: readonly Fault[] = [
  {
    wrong: 'forecasts percentages',
    foundBy: 'forecasts one fraction in [0, 1] for every row',
    backend: forecasting((forecasts) => forecasts.map((value) => 100 * value)),
  },
  {
    wrong: 'forgets a row',
    foundBy: 'forecasts one fraction in [0, 1] for every row',
    backend: forecasting((forecasts) => forecasts.slice(1)),
  },
  {
    wrong: 'lets rows of one call influence each other',
    foundBy: 'forecasts a single row like among many, and accepts no rows',
    backend: forecasting((forecasts) => forecasts.map((value) => Math.min(1, value + 1e-4 / forecasts.length))),
  },
  {
    wrong: 'goes wrong beyond row 65,536',
    foundBy: 'forecasts a million rows like a few',
    backend: forecasting((forecasts) => forecasts.map((value, row) => (row >= 65_536 ? 0 : value))),
  },
  {
    wrong: 'answers missing numbers with NaN',
    foundBy: 'forecasts rows with all numbers missing',
    backend: forecasting((forecasts, frame) =>
      forecasts.map((value, row) => (Number.isNaN(frame.columns[2]!.values[row]) ? Number.NaN : value)),
    ),
  },
  {
    wrong: 'takes codes for quantities',
    foundBy: 'treats unseen categories like missing ones',
    backend: forecasting((forecasts, frame) =>
      forecasts.map((value, row) => Math.min(1, Math.max(0, value + 1e-6 * (frame.columns[0]!.values[row] || 0)))),
    ),
  },
  {
    wrong: 'gives everybody the same array',
    foundBy: 'returns a separate array to every caller',
    backend: forecasting((forecasts) => {
      if (shared.length !== forecasts.length) shared = new Float64Array(forecasts.length);
      shared.set(forecasts);
      return shared;
    }),
  },
  {
    wrong: 'rounds otherwise on more threads',
    foundBy: 'forecasts the same bits on any number of threads',
    backend: forecasting((forecasts, _, threads = 0) => forecasts.map((value) => value * (1 - threads * 2 ** -50))),
  },
  {
    wrong: 'does not look at the columns',
    foundBy: 'refuses columns that differ in number, order, name or kind',
    backend: withModels(RIDGE_BACKEND, (model) => ({
      predict: ({ rows, columns }: FeatureFrame) =>
        model.predict({
          rows,
          columns: model.columns.map((column, i) => ({ ...column, values: columns[i % columns.length]!.values })),
        }),
    })),
  },
  {
    wrong: 'draws from the clock',
    foundBy: 'the same data and seed give the same model bytes on any number of threads',
    backend: withRequests(LIGHTGBM_BACKEND, (request) => ({
      ...request,
      params: { ...request.params, bagging_fraction: 0.5, bagging_freq: 1, bagging_seed: (trainings += 1) },
    })),
  },
  {
    wrong: 'ignores weights',
    foundBy: 'a row of weight 3 counts like three such rows, if weights are declared',
    backend: withRequests(RIDGE_BACKEND, (request) => ({
      ...request,
      train: { ...request.train, weight: request.train.weight.map(() => 1) },
    })),
  },
  {
    wrong: 'uses weights, and denies it',
    foundBy: 'a row of weight 3 counts like three such rows, if weights are declared',
    backend: declaring(RIDGE_BACKEND, { weights: false }),
  },
  {
    wrong: 'writes into the training data',
    foundBy: 'leaves the training data unchanged',
    backend: withRequests(RIDGE_BACKEND, (request) => {
      request.train.weight.forEach((_, row) => (request.train.weight[row]! *= 0.5));
      return request;
    }),
  },
  {
    wrong: 'takes an objective that it does not declare',
    foundBy: 'every declared objective trains, any other is refused',
    backend: withRequests(RIDGE_BACKEND, (request) => ({ ...request, objective: 'l2' })),
  },
  {
    wrong: 'passes over unknown parameters',
    foundBy: 'an unknown parameter is refused by name',
    backend: withRequests(RIDGE_BACKEND, (request) => ({ ...request, params: {} })),
  },
  {
    wrong: 'forecasts that everything fails where nothing ever did',
    foundBy: 'forecasts 100 % if nothing ever failed, and 0 % if nothing ever passed',
    backend: forecasting((forecasts) => forecasts.map((value) => (value > 0.9999 ? 0 : value))),
  },
  {
    wrong: 'learns from numbers that are none',
    foundBy: 'refuses invalid targets, weights, features and rounds',
    backend: withRequests(RIDGE_BACKEND, ({ train, ...request }) => ({
      ...request,
      train: { ...train, weight: train.weight.map((value) => (value >= 0 && value < Infinity ? value : 1)) },
    })),
  },
  {
    wrong: 'trains on no rows at all',
    foundBy: 'trains on one row or says why not, and refuses zero rows',
    backend: {
      ...RIDGE_BACKEND,
      train: (request) => {
        const none = request.train.frame.rows === 0;
        const one = Float32Array.of(0.5);
        const frame = { rows: 1, columns: request.train.frame.columns.map((column) => ({ ...column, values: one })) };
        return RIDGE_BACKEND.train(none ? { ...request, train: { frame, target: one, weight: one } } : request);
      },
    },
  },
  {
    wrong: 'says that it trains, and does not',
    foundBy: 'trains exactly if declared',
    backend: withRequests(declaring(RIDGE_BACKEND, { training: false }), (request) => request),
  },
  {
    wrong: 'loses digits when it is saved',
    foundBy: 'a saved and loaded model forecasts the same bits and saves the same bytes',
    backend: {
      ...RIDGE_BACKEND,
      load: async (files) => {
        const text = Buffer.from(files.get('ridge.json')!).toString('utf8');
        const state = JSON.parse(text) as { coefficients: number[] };
        const coefficients = state.coefficients.map((value) => Math.fround(value));
        return RIDGE_BACKEND.load(new Map([['ridge.json', Buffer.from(JSON.stringify({ ...state, coefficients }))]]));
      },
    },
  },
  {
    wrong: 'makes something up where a file is damaged',
    foundBy: 'refuses files that are not a model',
    backend: {
      ...RIDGE_BACKEND,
      load: (files) =>
        RIDGE_BACKEND.load(files).catch(async (error) => {
          if (files.size === 0) throw error;
          return RIDGE_BACKEND.train({ ...lastRequest!, signal: undefined });
        }),
      train: (request) => {
        lastRequest = request;
        return RIDGE_BACKEND.train(request);
      },
    },
  },
  {
    wrong: 'does not listen before it begins',
    foundBy: 'a training aborted before it starts rejects with the code aborted',
    backend: withRequests(RIDGE_BACKEND, ({ signal: _, ...request }) => request),
  },
  {
    wrong: 'does not listen while it runs',
    foundBy: 'a training aborted while it runs ends soon, with the code aborted',
    backend: withRequests(LIGHTGBM_BACKEND, (request) => ({
      ...request,
      rounds: 30,
      signal: request.signal?.aborted ? request.signal : undefined,
    })),
  },
  {
    wrong: 'can be closed but once',
    foundBy: 'closing twice is harmless',
    backend: withModels(RIDGE_BACKEND, () => {
      let isClosed = false;
      return {
        close: () => {
          if (isClosed) throw new Error('closed already');
          isClosed = true;
        },
      };
    }),
  },
  {
    wrong: 'keeps quiet about a capability',
    foundBy: 'has a valid name, and declares every capability',
    backend: declaring(RIDGE_BACKEND, { quantiles: undefined }),
  },
  {
    wrong: 'declares contributions that are not there',
    foundBy: 'contributions exist exactly if declared, and add up to the forecast within 1e-9',
    backend: withModels(RIDGE_BACKEND, () => ({ contributions: undefined })),
  },
  {
    wrong: 'has contributions that do not add up',
    foundBy: 'contributions exist exactly if declared, and add up to the forecast within 1e-9',
    backend: withModels(RIDGE_BACKEND, (model) => ({
      contributions: (frame: FeatureFrame) => model.contributions!(frame).map((part) => Math.fround(part)),
    })),
  },
  {
    wrong: 'declares categories, and ignores them',
    foundBy: 'categories matter exactly if declared',
    backend: withRequests(RIDGE_BACKEND, (request) => ({
      ...request,
      params: { ...request.params, categories: 'ignore' },
    })),
  },
  {
    wrong: 'uses categories, and denies it',
    foundBy: 'categories matter exactly if declared',
    backend: declaring(RIDGE_BACKEND, { categories: false }),
  },
  {
    wrong: 'declares quantiles, and forecasts the mean',
    foundBy: 'quantiles are correct if declared, and refused if not',
    backend: withRequests(LIGHTGBM_BACKEND, ({ quantile: _, ...request }) => request),
  },
  {
    wrong: 'takes a quantile that it cannot forecast',
    foundBy: 'quantiles are correct if declared, and refused if not',
    backend: withRequests(RIDGE_BACKEND, ({ quantile: _, ...request }) => request),
  },
  {
    wrong: 'declares that it goes on from a model, and begins anew',
    foundBy: 'training continues from a model if declared, and is refused if not',
    backend: withRequests(LIGHTGBM_BACKEND, ({ initial: _, ...request }) => request),
  },
  {
    wrong: 'ignores the other machines',
    foundBy: 'trains over several machines only if declared',
    backend: withRequests(RIDGE_BACKEND, ({ machines: _, ...request }) => request),
  },
  {
    wrong: 'has contributions and does not say what they are',
    foundBy: 'has wording for help and lists, and describes its contributions if it has them',
    backend: { ...RIDGE_BACKEND, wording: { label: 'ridge', description: 'a line' } },
  },
  {
    wrong: 'has defaults that it does not know itself',
    foundBy: 'trains with its own defaults for any features',
    backend: {
      ...RIDGE_BACKEND,
      defaults: (spec) => ({ ...RIDGE_BACKEND.defaults(spec), params: () => ({ alhpa: 1 }) }),
    },
  },
  {
    wrong: 'searches where its defaults are not',
    foundBy: 'the search space contains the defaults for any features',
    backend: searching({ alpha: { type: 'float', low: 100, high: 1000 } }),
  },
  {
    wrong: 'searches a parameter that it does not have',
    foundBy: 'trains at both ends of its search space, which names only known parameters',
    backend: searching({ eta: { type: 'float', low: 0.1, high: 0.3 } }),
  },
  {
    wrong: 'searches the threshold model where its defaults are not',
    foundBy: 'the threshold model trains with its defaults, and at both ends of its space, which contains them',
    backend: {
      ...RIDGE_BACKEND,
      thresholds: {
        objective: 'cross-entropy',
        rounds: 1,
        params: () => ({ alpha: 1 }),
        space: { alpha: { type: 'float', low: 100, high: 1000 } },
      },
    },
  },
  {
    wrong: 'forgets what rows share',
    foundBy: 'forecasts rows that share columns like whole rows',
    backend: withModels(RIDGE_BACKEND, () => ({
      predictGroups: ({ rows }: FeatureFrame) => new Float64Array(rows).fill(0.5),
    })),
  },
  {
    wrong: 'is disturbed by another model',
    foundBy: 'forecasts the same bits while other models are loaded, used and trained',
    backend: {
      ...RIDGE_BACKEND,
      train: async (request) => interfering(await RIDGE_BACKEND.train(request)),
      load: async (files) => interfering(await RIDGE_BACKEND.load(files)),
    },
  },
];

let lastRequest: TrainRequest | undefined;
let open = 0;

/** A model whose forecasts depend on how many models there are. */
function interfering<Model extends FittedModel>(model: Model): Model {
  open += 1;
  return Object.assign(Object.create(model) as Model, {
    predict: (frame: FeatureFrame) =>
      model.predict(headOf(frame, frame.rows)).map((value) => value * (1 - open * 1e-9)),
    save: () => model.save(),
    close: () => undefined,
    columns: model.columns,
  });
}

describe('the contract suite finds out a backend that', () => {
  it.each(FAULTS.map((fault) => [fault.wrong, fault] as const))('%s', async (_, { foundBy, backend }) => {
    const promise = BACKEND_CONTRACT.find(({ title }) => title === foundBy);
    expect(promise).toBeDefined();
    await expect(promise!.run(backend)).rejects.toThrow();
  });

  it('breaks any promise at all: each has a fault here', () => {
    const untried = BACKEND_CONTRACT.map(({ title }) => title).filter(
      (title) => !FAULTS.some(({ foundBy }) => foundBy === title),
    );
    // The second half of "same bytes"; what breaks the one breaks the other.
    expect(untried).toEqual(['concurrent trainings give the same bytes as single ones']);
  });
});
