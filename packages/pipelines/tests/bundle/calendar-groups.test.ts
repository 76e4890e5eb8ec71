import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { formatDay, type ForecastRow } from '@dqs/core';
import type { GroupWithParameter } from '@dqs/features';

import { backtest, Forecaster, readBundle, trainModel, validateBundle, writeBundle } from '../../src/index.js';
import { sha256 } from '../../src/bundle/write-bundle.js';
import { loadedInMemory } from '../support/loaded-in-memory.js';
import { FIRST_DAY, madePanel } from '../support/panels.js';

const panel = madePanel({ datasets: 2, rules: 2, days: 80 });
const tomorrow = { day: FIRST_DAY + 80 };
const EVENTS: GroupWithParameter = {
  group: 'events',
  events: [10, 40, 79, 81].map((day) => ({ date: formatDay(FIRST_DAY + day), name: `release ${day}` })),
};
const groups = ['long-lags', 'quarter', { group: 'holidays', country: 'DE' }, EVENTS] as const;
const options = { spec: 'extended', groups, rounds: 10, threads: 1 } as const;

let folder: string;
let path: string;
let before: ForecastRow[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dqs-calendar-groups-'));
  path = join(folder, 'model');
  const trained = await trainModel(panel, options);
  await writeBundle(path, trained.bundle);
  before = new Forecaster(loadedInMemory(trained, panel)).all(tomorrow);
  trained.predictor.model.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a bundle that was trained with groups of the calendar', () => {
  it('holds country and events, and forecasts with them without being given them again', async () => {
    const bundle = await readBundle(path);
    expect(bundle.manifest.contract.parameters).toEqual({ country: 'DE', events: EVENTS.events });
    const names = bundle.predictor.model.columns.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['quarter', 'is_holiday', 'days_to_event']));
    const after = new Forecaster(bundle).all(tomorrow);
    expect(after).toEqual(before.map((row) => ({ ...row, modelVersion: expect.any(String) })));
    bundle.predictor.model.close();
  });

  it('passes the gates on its features, which compute them again', async () => {
    const bundle = await readBundle(path);
    const { checks } = await validateBundle(bundle, panel, { folds: 1, probeRows: 500 });
    const ofFeatures = checks.filter(({ section }) => ['bundle', 'leakage'].includes(section));
    expect(ofFeatures.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    bundle.predictor.model.close();
  });

  it.each<[string, (contract: { parameters: Record<string, unknown> }) => unknown, string]>([
    ['another country', ({ parameters }) => (parameters['country'] = 'FR'), 'bundle-spec-mismatch'],
    ['no country', ({ parameters }) => delete parameters['country'], 'bundle-spec-mismatch'],
    ['a parameter it does not know', ({ parameters }) => (parameters['region'] = 'BY'), 'bundle-invalid'],
    ['a country that is none', ({ parameters }) => (parameters['country'] = 7), 'bundle-invalid'],
    ['events that are none', ({ parameters }) => (parameters['events'] = [{ date: 'x', name: 'a' }]), 'bundle-invalid'],
  ])('is not opened where its manifest was changed to %s', async (_, change, code) => {
    const bundle = await readBundle(path);
    bundle.predictor.model.close();
    const file = join(path, 'manifest.json');
    const text = await readFile(file, 'utf8');
    const manifest = JSON.parse(text) as { contract: { parameters: Record<string, unknown> } };
    change(manifest.contract);
    await rewrite(JSON.stringify(manifest));
    await expect(readBundle(path)).rejects.toMatchObject({ code });
    await rewrite(text);
  });
});

/** Another manifest, sealed as one that was written. */
async function rewrite(text: string): Promise<void> {
  await writeFile(join(path, 'manifest.json'), text);
  await writeFile(join(path, 'manifest.json.sha256'), `${sha256(text)}  manifest.json\n`);
}

describe('a backtest with groups of the calendar', () => {
  it('works on its windows with them', async () => {
    const { folds } = await backtest(panel, { ...options, folds: 2 });
    expect(folds).toHaveLength(2);
  });
});
