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

  it.each(['as soon as it learns', 'without a word', 'long after it began'])(
    'that fails %s: its own error is told, whatever is made beside it',
    async (when) => {
      const good = await acme();
      const train: ModelBackend['train'] = async ({ onRound }) => {
        if (when !== 'without a word') onRound?.({ round: 1, rounds: 3 } as never);
        if (when === 'long after it began') await new Promise((done) => setTimeout(done, 500));
        throw new Error('out of ideas');
      };
      const backend = `fails-${when.replaceAll(' ', '-')}`;
      registerBackend({ ...good, name: backend, train });
      await expect(trainModel(panel, { backend, spec: 'classic' })).rejects.toThrow('out of ideas');
    },
  );

  it('that tells no rounds is tested all the same, on the same rows', async () => {
    const good = await acme();
    registerBackend({ ...good, name: 'quiet', train: (request) => good.train({ ...request, onRound: undefined }) });
    const evaluations = [];
    for (const backend of ['acme', 'quiet']) {
      const { evaluation, predictor } = await trainModel(panel, { backend, spec: 'classic' });
      predictor.model.close();
      evaluations.push(evaluation);
    }
    expect(evaluations[0]).not.toBeNull();
    expect(evaluations[1]).toEqual(evaluations[0]);
  });
});
