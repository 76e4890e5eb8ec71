import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FileStore, parseDay, PanelBuilder, SILENT_LOGGER, type DailyPanel } from '@dqs/core';
import { Deliveries } from '@dqs/ingestion';
import { readBundleBytes, trainModel, versionFacts, writeBundle } from '@dqs/pipelines';
import { Registry } from '@dqs/registry';

import { ServedModels } from '../src/serving/index.js';

const FIRST = parseDay('2026-01-01')!;
const hooks = { signal: new AbortController().signal, logger: SILENT_LOGGER };
const series = { datasetUuid: 'd', ruleCode: '1', day: FIRST + 80 };
let folder: string;
let registry: Registry;
let models: ServedModels;

const gates = () => Promise.resolve({ passed: true, checks: [] });
const promote = (selector: string) => registry.promote('checks', { selector, alias: 'production', by: 'ann', gates });

function panelOf(from: number, days: number): DailyPanel {
  const builder = new PanelBuilder();
  const key = { source: 's', tenantId: 't', datasetUuid: 'd', datasetName: 'n', ruleCode: '1' };
  for (let day = from; day < from + days; day += 1) {
    const counts = { passes: day % 4, fails: 2, errors: 0, recordCount: Number.NaN, filteredCount: Number.NaN };
    builder.addCounts(key, day, counts);
  }
  return builder.build();
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-served-'));
  registry = new Registry(new FileStore(join(folder, 'registry')));
  models = new ServedModels({ registry: join(folder, 'registry'), store: join(folder, 'store') }, hooks);
});
afterAll(async () => {
  await models.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the models of a server', () => {
  it('are none before one is in production, and there as soon as one is', async () => {
    await expect(models.start()).rejects.toMatchObject({ code: 'config-invalid' });
    await expect(models.get()).rejects.toMatchObject({ code: 'not-served' });
    const { bundle, predictor } = await trainModel(panelOf(FIRST, 60), { spec: 'classic', backend: 'ridge' });
    await writeBundle(join(folder, 'bundle'), bundle);
    predictor.model.close();
    const { manifest, files } = await readBundleBytes(join(folder, 'bundle'));
    for (const version of ['1.0.0', '1.1.0', '1.2.0', '1.3.0', '1.4.0']) {
      await registry.register('checks', { files, facts: versionFacts(manifest), by: 'ann', version });
    }
    await promote('1.0.0');
    expect(await models.get()).toMatchObject({ model: 'checks', version: '1.0.0', backend: 'ridge' });
  });

  it('are found by name, version, range and alias, and by nothing else', async () => {
    const standard = await models.get();
    expect(await models.get('checks')).toBe(standard);
    expect(await models.get('checks', '1.0.0')).toBe(standard);
    expect(await models.get('checks', '~1.1')).toMatchObject({ version: '1.1.0' });
    expect(await models.get('checks', 'production')).toMatchObject({ version: '1.0.0' });
    for (const [model, selector] of [['nothing'], ['checks', '9.9.9'], ['../bundle'], ['checks', '../x'], ['', '']]) {
      await expect(models.get(model, selector)).rejects.toMatchObject({ code: 'version-unknown' });
    }
  });

  it('answer still when more have been asked for than are kept open', async () => {
    for (const version of ['1.1.0', '1.2.0', '1.3.0', '1.4.0', '1.1.0']) {
      const { forecaster } = await models.get('checks', version);
      expect(forecaster.one(series).modelVersion).toBe(`checks@${version}`);
    }
  });

  it('take over a promotion and new results', async () => {
    expect((await models.get()).forecaster.history.lastDay).toBe(FIRST + 59);
    await promote('1.2.0');
    const deliveries = new Deliveries(new FileStore(join(folder, 'store')));
    await deliveries.add({ id: 'more', panel: panelOf(FIRST + 60, 5), name: 'more.csv', by: 'ann' });
    await models.refresh();
    const { forecaster, version } = await models.get();
    expect([version, forecaster.history.lastDay]).toEqual(['1.2.0', FIRST + 64]);
    expect(forecaster.one(series).asOfDate).toBe('2026-03-06');
  });
});
