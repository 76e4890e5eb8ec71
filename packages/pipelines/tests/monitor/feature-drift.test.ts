import { PanelBuilder, type DailyPanel } from '@dqs/core';
import { driftOf, type DriftInput } from '@dqs/monitoring';

import { closePredictor, featureDrift, trainingResults, trainModel, type LoadedBundle } from '../../src/index.js';
import { loadedInMemory } from '../support/loaded-in-memory.js';
import { ALL_DAYS, days, history, KNOWN_DAYS, QUICK, START } from '../validate/faults/workbench.js';

const LAST = START + ALL_DAYS - 1;
const WINDOW = { from: LAST - 27, to: LAST };
/** Points; what matters is whether a drift costs a part of it. */
const MAE = 5;

describe('drift of features', () => {
  const all = history({ seed: 5, datasets: 8, executions: 30 });
  let bundle: LoadedBundle;
  beforeAll(async () => {
    const known = days(all, 0, KNOWN_DAYS - 1);
    bundle = loadedInMemory(await trainModel(known, { ...QUICK, spec: 'classic', pointOnly: true }), known);
  });
  afterAll(() => closePredictor(bundle.predictor));

  const failing = (inputs: readonly DriftInput[]) => driftOf(inputs, MAE).filter(({ verdict }) => verdict === 'fail');

  it('compares what the model sees with its training, day by day, with what each feature adds to a forecast', () => {
    const inputs = featureDrift(bundle, all, WINDOW);
    expect(inputs.map(({ name }) => name)).toEqual(expect.arrayContaining(['ma_7_day', 'lag_1_day', 'dataset_uuid']));
    for (const { daily, dailyMissing, reference, positions, isCategorical, meanContribution } of inputs) {
      expect(daily.every((counts) => counts.length === 28)).toBe(true);
      expect(daily).toHaveLength(reference.length);
      expect(positions).toHaveLength(reference.length);
      expect(isCategorical || positions.every((position, i) => i === 0 || position >= positions[i - 1]!)).toBe(true);
      expect(rowsOf({ daily, dailyMissing })).toBe(rowsOf(inputs[0]!));
      expect(meanContribution).toBeGreaterThanOrEqual(0);
    }
    const [lags] = inputs.filter(({ name }) => name === 'ma_7_day');
    expect(lags!.meanContribution).toBeGreaterThan(0.1);
  });

  it('finds nothing on days like those of the training', () => {
    expect(failing(featureDrift(bundle, all, WINDOW))).toEqual([]);
  });

  it('finds something on at most one in twelve histories in which nothing drifts, though features move slowly', async () => {
    let found = 0;
    for (let seed = 100; seed < 112; seed += 1) {
      const quiet = history({ seed, datasets: 6, executions: 20 });
      const known = days(quiet, 0, KNOWN_DAYS - 9);
      const own = loadedInMemory(await trainModel(known, { ...QUICK, spec: 'classic', pointOnly: true }), known);
      if (failing(featureDrift(own, quiet, WINDOW)).length > 0) found += 1;
      closePredictor(own.predictor);
    }
    expect(found).toBeLessThanOrEqual(1);
  });

  it('finds the features that follow results which have fallen, the costliest first, and no calendar', () => {
    const found = failing(featureDrift(bundle, fallen(all, WINDOW.from - 14, 0.5), WINDOW));
    expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(['ma_7_day']));
    expect(found.every(({ name }) => /^(lag|ma)_/.test(name))).toBe(true);
    const losses = found.map(({ expectedLoss }) => expectedLoss!);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
  });

  it('counts categories that the training has not seen', () => {
    const [uuid] = featureDrift(bundle, renamed(all), WINDOW).filter(({ name }) => name === 'dataset_uuid');
    const seen = uuid!.daily.reduce((sum, counts) => sum + counts.reduce((a, b) => a + b, 0), 0);
    expect([seen, uuid!.outside > 0]).toEqual([0, true]);
  });

  it('of days without results is empty', () => {
    expect(featureDrift(bundle, all, { from: LAST + 1, to: LAST + 28 })).toEqual([]);
  });

  it('knows the results of the training by the bins of the ledger', () => {
    const counts = trainingResults(bundle);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(bundle.profile.rows);
    expect(counts.at(-1)).toBeGreaterThan(0);
  });
});

function rowsOf({ daily, dailyMissing }: Pick<DriftInput, 'daily' | 'dailyMissing'>): number {
  return [...daily, dailyMissing].reduce((sum, counts) => sum + counts.reduce((a, b) => a + b, 0), 0);
}

/** The panel with a share of the passes from a day on turned into fails. */
function fallen(panel: DailyPanel, from: number, share: number): DailyPanel {
  return rebuilt(panel, (passes, day) => (day < from ? passes : Math.round(passes * (1 - share))), '');
}

/** The panel of the same results under other datasets. */
function renamed(panel: DailyPanel): DailyPanel {
  return rebuilt(panel, (passes) => passes, 'new-');
}

function rebuilt(panel: DailyPanel, passesOf: (passes: number, day: number) => number, prefix: string): DailyPanel {
  const builder = new PanelBuilder();
  const { key, day, passes, fails } = panel.cells;
  key.forEach((k, i) => {
    const kept = passesOf(passes[i]!, day[i]!);
    const executions = passes[i]! + fails[i]!;
    const name = { ...panel.keys[k]!, datasetUuid: `${prefix}${panel.keys[k]!.datasetUuid}` };
    const counts = { passes: kept, fails: executions - kept, errors: 0, recordCount: 100, filteredCount: NaN };
    builder.addCounts(name, day[i]!, counts);
    builder.addLevel(name, 'DATASET', executions);
  });
  return builder.build();
}
