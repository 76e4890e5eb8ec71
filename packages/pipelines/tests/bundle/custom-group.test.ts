import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ForecastRow } from '@dqs/core';
import { EXTENDED_GROUPS, type CustomGroup } from '@dqs/features';

import {
  backtest,
  explainForecast,
  Forecaster,
  predictBatch,
  readBundle,
  trainModel,
  validateBundle,
  writeBundle,
} from '../../src/index.js';
import { loadedInMemory } from '../support/loaded-in-memory.js';
import { FIRST_DAY, madePanel } from '../support/panels.js';

const panel = madePanel({ datasets: 2, rules: 2, days: 80 });
const tomorrow = { day: FIRST_DAY + 80 };

/** Least percentage so far, which nothing else tells. */
const worst: CustomGroup = {
  name: 'worst-day',
  version: 3,
  features: [{ name: 'worst', movesWithTime: true }],
  compute: ({ view }) => [Math.min(...Array.from({ length: Math.max(1, view.count) }, (_, k) => view.percentageAt(k)))],
};
const options = { spec: 'extended', groups: [...EXTENDED_GROUPS, worst], rounds: 10 } as const;

let folder: string;
let path: string;
let before: ForecastRow[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dqs-custom-group-'));
  path = join(folder, 'model');
  const trained = await trainModel(panel, options);
  await writeBundle(path, trained.bundle);
  before = new Forecaster(loadedInMemory(trained, panel)).all(tomorrow);
  trained.predictor.model.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a bundle that was trained with a custom feature group', () => {
  it('names the group, and forecasts the same bits when it is passed', async () => {
    const bundle = await readBundle(path, { groups: [worst] });
    expect(bundle.manifest.contract.customGroups).toEqual([{ name: 'worst-day', version: 3 }]);
    expect(bundle.predictor.model.columns.map(({ name }) => name)).toContain('worst');
    const forecaster = new Forecaster(bundle);
    // Only what was written has a digest to be called by.
    expect(forecaster.all(tomorrow)).toEqual(before.map((row) => ({ ...row, modelVersion: expect.any(String) })));
    const { datasetUuid, ruleCode } = before[0]!;
    const { contributions } = explainForecast(bundle, forecaster, { datasetUuid, ruleCode, day: tomorrow.day });
    expect(contributions.map(({ name }) => name)).toContain('worst');
    bundle.predictor.model.close();
  });

  it('is not opened without it: one error says which is missing and how to hand it in', async () => {
    const error = {
      code: 'feature-group-missing',
      message: expect.stringMatching(/missing "worst-day" version 3, got none; .*readBundle\(path, \{ groups: /),
    };
    await expect(readBundle(path)).rejects.toMatchObject(error);
    await expect(readBundle(path, { groups: [{ ...worst, version: 2 }] })).rejects.toMatchObject({ code: error.code });
  });

  it('is not opened with one of that name and version that has other features', async () => {
    const other = { ...worst, features: [{ name: 'worst_of_all' }] };
    await expect(readBundle(path, { groups: [other] })).rejects.toMatchObject({
      code: 'bundle-spec-mismatch',
      message: expect.stringContaining('missing: worst;'),
    });
  });

  it('passes the gates, which compute its features again', async () => {
    const bundle = await readBundle(path, { groups: [worst] });
    const { checks } = await validateBundle(bundle, panel, { folds: 1, probeRows: 500 });
    const ofFeatures = checks.filter(({ section }) => ['bundle', 'leakage'].includes(section));
    expect(ofFeatures.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(ofFeatures.length).toBeGreaterThan(5);
    bundle.predictor.model.close();
  });

  it('forecasts a batch on this thread, and is refused for workers, which cannot receive the group', async () => {
    const bundle = await readBundle(path, { groups: [worst] });
    const input = join(folder, 'requests.csv');
    const { datasetUuid, ruleCode, businessDate, predictedPassPercentage } = before[0]!;
    await writeFile(input, `dataset_uuid,rule_code,business_date\n${datasetUuid},${ruleCode},${businessDate}\n`);
    const output = join(folder, 'forecasts.csv');
    expect(await predictBatch(bundle, { input, output })).toMatchObject({ rows: 1, deadLetters: 0 });
    expect(await readFile(output, 'utf8')).toContain(String(predictedPassPercentage));
    const inWorkers = predictBatch(bundle, { input, output, entry: new URL('file:///none') });
    await expect(inWorkers).rejects.toMatchObject({ code: 'feature-group-missing' });
    bundle.predictor.model.close();
  });
});

describe('a training with a custom feature group', () => {
  it('can be tested on the past', async () => {
    const { folds } = await backtest(panel, { ...options, folds: 2 });
    expect(folds).toHaveLength(2);
  });

  it('ends where the group looks past the as-of day, and writes nothing', async () => {
    const cheat: CustomGroup = { ...worst, compute: ({ view, targetDay }) => [view.percentageOn(targetDay)] };
    await expect(trainModel(panel, { ...options, groups: [cheat] })).rejects.toMatchObject({
      code: 'feature-group-invalid',
      message: expect.stringContaining('is after its as-of day'),
    });
    expect(await readFile(join(path, 'manifest.json'), 'utf8')).toContain('"worst-day"');
  });
});
