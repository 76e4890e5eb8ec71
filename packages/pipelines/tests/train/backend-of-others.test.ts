import { loadBackend, registerBackend, type ModelBackend } from '@dqs/model-backends';

import { explainForecast, Forecaster, trainModel, trainOptions, tune } from '../../src/index.js';
import { madePanel } from '../support/panels.js';
import { loadedInMemory } from '../support/loaded-in-memory.js';

const panel = madePanel({ days: 80 });

/** Ridge under another name, with defaults, a space and words of its own: what a package of somebody else brings. */
async function acme(): Promise<ModelBackend> {
  const ridge = await loadBackend('ridge');
  const named = <Model extends object>(model: Model): Model =>
    new Proxy(model, {
      get: (target, key) => {
        if (key === 'backend') return 'acme';
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  return {
    ...ridge,
    name: 'acme',
    wording: { label: 'Acme', description: 'a ridge', contributions: 'what Acme says they are' },
    defaults: () => ({ objective: 'l2', rounds: 3, halfLifeDays: 45, params: (rows) => ({ alpha: rows }) }),
    search: () => ({ space: { alpha: { type: 'float', low: 1, high: 1e6, log: true } }, libraryDefaults: {} }),
    train: async (request) => named(await ridge.train(request)),
    load: async (files) => named(await ridge.load(files)),
  };
}

beforeAll(async () => registerBackend(await acme()));

describe('a backend of others', () => {
  it('brings the defaults of its trainings, and the manifest tells them', async () => {
    const { bundle, predictor } = await trainModel(panel, { backend: 'acme', spec: 'classic' });
    predictor.model.close();
    const { objective, training, params } = bundle.manifest;
    expect(objective).toBe('l2');
    expect(training.halfLifeDays).toBe(45);
    expect(params).toMatchObject({ alpha: training.rows });
    expect(trainOptions({ backend: 'acme' })).toMatchObject({ objective: 'l2', rounds: 3, halfLifeDays: 45 });
  });

  it('brings the space of a search, in which its defaults are the first candidate', async () => {
    const report = await tune(panel, { train: { backend: 'acme', spec: 'classic' }, trials: 3, folds: 2 });
    expect(Object.keys(report.space)).toEqual(['alpha']);
    expect(report.trials).toHaveLength(3);
    expect(report.defaults).toMatchObject({ number: 0, state: 'complete' });
  });

  it('says in its own words what contributions are', async () => {
    const bundle = loadedInMemory(await trainModel(panel, { backend: 'acme', spec: 'classic' }), panel);
    const forecaster = new Forecaster(bundle);
    const { datasetUuid, ruleCode } = forecaster.history.series[0]!;
    const day = forecaster.history.lastDay + 1;
    expect(explainForecast(bundle, forecaster, { datasetUuid, ruleCode, day }).meaning).toBe('what Acme says they are');
    bundle.predictor.model.close();
  });

  it('that does not say how it trained is refused by name, and no defect', async () => {
    const good = await acme();
    const train: ModelBackend['train'] = async (request) =>
      Object.assign(Object.create(await good.train(request)) as object, {
        training: undefined,
        close: () => undefined,
      }) as never;
    registerBackend({ ...good, name: 'silent', train });
    await expect(trainModel(panel, { backend: 'silent', spec: 'classic' })).rejects.toMatchObject({
      code: 'model-backend-invalid',
      message: expect.stringContaining('contract suite'),
    });
  });
});
