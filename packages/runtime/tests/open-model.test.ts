import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseDay, PanelBuilder } from '@dqs/core';
import { loadBackend, registerBackend, type FittedModel, type ModelBackend } from '@dqs/model-backends';
import { trainModel, writeBundle } from '@dqs/pipelines';

import { withModels } from '../src/index.js';

/** Models of the backend `counted` that are open now. */
let open = 0;

/** The ridge backend under another name, which counts the models it has opened and not closed. */
async function countedBackend(): Promise<ModelBackend> {
  const ridge = await loadBackend('ridge');
  const counted = <Model extends FittedModel>(model: Model): Model => {
    open += 1;
    return {
      ...model,
      backend: 'counted',
      columns: model.columns,
      predict: (frame, threads) => model.predict(frame, threads),
      save: () => model.save(),
      importance: () => model.importance(),
      contributions: undefined,
      close: () => {
        open -= 1;
        model.close();
      },
    };
  };
  return {
    ...ridge,
    name: 'counted',
    wording: { label: 'counted', description: 'a ridge that is counted' },
    capabilities: { ...ridge.capabilities, contributions: false },
    train: async (request) => counted(await ridge.train(request)),
    load: async (files) => counted(await ridge.load(files)),
  };
}

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-open-'));
  registerBackend(await countedBackend());
  const builder = new PanelBuilder();
  const key = { source: 's', tenantId: 't', datasetUuid: 'd', datasetName: 'n', ruleCode: '1' };
  for (let day = 0; day < 60; day += 1) {
    const counts = { passes: day % 4, fails: 2, errors: 0, recordCount: Number.NaN, filteredCount: Number.NaN };
    builder.addCounts(key, parseDay('2026-01-01')! + day, counts);
  }
  const { bundle, predictor } = await trainModel(builder.build(), { spec: 'classic', backend: 'counted' });
  await writeBundle(join(folder, 'model'), bundle);
  predictor.model.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('models that are opened together', () => {
  const model = () => join(folder, 'model');

  it('are all closed where a later one cannot be opened', async () => {
    const opening = withModels([model(), join(folder, 'nowhere')], {}, () => undefined);
    await expect(opening).rejects.toMatchObject({ code: 'input-not-found' });
    expect(open).toBe(0);
  });

  it('are open while the work goes on, and closed when it ends or fails', async () => {
    expect(await withModels([model(), model()], {}, () => open)).toBe(2);
    expect(open).toBe(0);
    const failing = withModels([model()], {}, () => Promise.reject(new Error('work')));
    await expect(failing).rejects.toThrow('work');
    expect(open).toBe(0);
  });
});
