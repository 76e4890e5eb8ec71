import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PanelBuilder } from '@dqs/core';
import { BACKEND_NAMES, describeBackend } from '@dqs/model-backends';
import { SearchSpace } from '@dqs/search';
import { SeriesHistory } from '@dqs/features';

import { trainModel, trainOptions, tune, type TuneOptions, type TuneReport } from '../../src/index.js';
import { closePredictor } from '../../src/forecast/predict.js';
import { buildFolds, panelUpTo } from '../../src/tune/folds.js';
import { defaultParameters, withParameters } from '../../src/tune/tuned-settings.js';
import { defaultSpace, openSpace } from '../../src/tune/default-space.js';
import { filterCells, FIRST_DAY, madePanel } from '../support/panels.js';

const panel = madePanel({ days: 150 });
const history = SeriesHistory.fromPanel(panel);
/** First of the last 30 days. */
const TEST_FROM = FIRST_DAY + 120;
const QUICK: Partial<TuneOptions> = {
  trials: 8,
  train: { spec: 'classic', rounds: 40, testFrom: TEST_FROM, threads: 1 },
};
const SPECS = ['classic', 'extended'] as const;
const withoutTimes = ({ timings: _, ...report }: TuneReport) => ({
  ...report,
  trials: report.trials.map(({ durationMs: __, ...trial }) => trial),
  best: report.best.number,
  defaults: report.defaults?.number,
});

let report: TuneReport;
beforeAll(async () => {
  report = await tune(panel, QUICK);
});

describe('tuning', () => {
  it('gives the same report for any number of threads', async () => {
    const train = { ...QUICK.train, threads: 3 };
    expect(withoutTimes(await tune(panel, { ...QUICK, train }))).toEqual(withoutTimes(report));
  });

  it('never looks at the test days: other results there change no trial', async () => {
    const changed = panelUpTo(panel, TEST_FROM - 1);
    const other = madePanel({ days: 150, seed: 99 });
    const later = filterCells(other, (day) => day >= TEST_FROM);
    const builder = new PanelBuilder();
    builder.addPanel(changed);
    builder.addPanel(later);
    const again = await tune(builder.build(), QUICK);
    expect(withoutTimes(again).trials).toEqual(withoutTimes(report).trials);
    expect(again.settings).toEqual(report.settings);
    expect(again.comparison.tuned).not.toEqual(report.comparison.tuned);
  });

  it('measures the best parameters, the defaults and the naive forecasts on the same unseen rows', () => {
    const { defaults, tuned, improvement, maeImprovement, days, from } = report.comparison;
    expect(tuned.rows).toBe(defaults.rows);
    expect(tuned.scores[0]!.naive).toEqual(defaults.scores[0]!.naive);
    expect({ days, from }).toEqual({ days: 30, from: '2026-05-01' });
    const [before, after] = [defaults.scores[0]!, tuned.scores[0]!];
    expect(improvement.mean).toBeCloseTo(before.distribution!.model.crps - after.distribution!.model.crps, 10);
    expect(maeImprovement.mean).toBeCloseTo(before.model.mae - after.model.mae, 10);
    expect(improvement.low).toBeLessThanOrEqual(improvement.mean);
    expect(improvement.high).toBeGreaterThanOrEqual(improvement.mean);
  });

  it('reports the gain, and claims nothing that the interval does not show', () => {
    const { verdict, improvement } = report.comparison;
    const expected = improvement.low > 0 ? 'tuned better' : improvement.high < 0 ? 'defaults better' : 'inconclusive';
    expect(verdict).toBe(expected);
    const begins = {
      'tuned better': 'Tuned parameters are',
      'defaults better': 'The defaults are',
      inconclusive: 'Inconclusive: ',
    };
    expect(report.verdict.startsWith(begins[verdict])).toBe(true);
    expect(report.verdict).toContain('95 % interval');
  });

  it('survives JSON', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('compares with a default training, independent of the options for the candidates', async () => {
    const { spec, testFrom, threads } = QUICK.train!;
    const trained = await trainModel(panel, { spec, testFrom, threads });
    trained.predictor.model.close();
    const crippled = { params: { min_data_in_leaf: 60 }, objective: 'l2', halfLifeDays: 40, earlyStopping: 1 } as const;
    for (const train of [{ rounds: 2 }, crippled]) {
      const found = await tune(panel, { ...QUICK, trials: 2, train: { ...QUICK.train, ...train } });
      expect(found.comparison.defaults).toEqual(trained.evaluation);
      expect(found.defaults).toMatchObject({ number: 0, value: report.defaults!.value, notes: { rounds: 100 } });
      expect(found.best.number).not.toBe(0);
    }
  });

  it('searches nothing that its options fix', async () => {
    const fixed = { params: { min_data_in_leaf: 60 }, objective: 'l2', halfLifeDays: 40 } as const;
    const { best, settings } = await tune(panel, { ...QUICK, trials: 3, train: { ...QUICK.train, ...fixed } });
    expect(Object.keys(best.parameters)).toEqual(expect.not.arrayContaining(['min_data_in_leaf']));
    expect(Object.keys(best.parameters)).toEqual(expect.not.arrayContaining(['halfLifeDays']));
    expect(settings).toMatchObject({ params: { min_data_in_leaf: 60 }, objective: 'l2', halfLifeDays: 40 });
  });

  it('never announces an improvement over defaults that its own options have crippled', async () => {
    const { comparison, verdict } = await tune(panel, { ...QUICK, train: { ...QUICK.train, rounds: 1 } });
    expect(comparison.tuned.scores[0]!.model.mae).toBeGreaterThan(comparison.defaults.scores[0]!.model.mae);
    expect(comparison.verdict).not.toBe('tuned better');
    expect(verdict).not.toMatch(/^Tuned parameters are better/);
  });

  it('gives the defaults themselves where no candidate beats them', async () => {
    const { spec, testFrom, threads } = QUICK.train!;
    const found = await tune(panel, { trials: 1, train: { spec, testFrom, threads } });
    expect(found.best.number).toBe(0);
    expect(found.settings).toEqual({
      backend: 'lightgbm',
      spec: 'classic',
      objective: 'cross-entropy',
      rounds: 100,
      halfLifeDays: 180,
      params: {},
    });
    expect(found.comparison.tuned).toEqual(found.comparison.defaults);
    expect(found.comparison.improvement.mean).toBeCloseTo(0, 12);
    expect(found.verdict).toContain(
      'None of 1 trials beat the defaults in validation, so the defaults are the result.',
    );
  });

  it('finds parameters that learn where the defaults cannot', async () => {
    // Too few rows for leaves as large as the defaults ask for.
    const small = madePanel({ datasets: 1, days: 150 });
    const found = await tune(small, { ...QUICK, trials: 10, train: { ...QUICK.train, rounds: 100 } });
    expect(found.best.value!).toBeLessThan(found.defaults!.value!);
    expect(found.settings.params).not.toEqual({});
  });

  it('resumes a study without repeating its trials', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dqs-tune-'));
    try {
      const study = join(folder, 'search.jsonl');
      const few = await tune(panel, { ...QUICK, trials: 4, study });
      const begun = readFileSync(study, 'utf8');
      const told: number[] = [];
      const all = await tune(panel, { ...QUICK, study }, { onTrial: ({ trial }) => told.push(trial.number) });
      expect(told.sort()).toEqual([4, 5, 6, 7]);
      expect(all.trials.slice(0, 4)).toEqual(few.trials);
      expect(withoutTimes(all).trials).toEqual(withoutTimes(report).trials);
      expect(readFileSync(study, 'utf8').startsWith(begun)).toBe(true);
      const other = madePanel({ days: 150, seed: 5 });
      await expect(tune(other, { ...QUICK, study })).rejects.toMatchObject({ details: { different: ['context'] } });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('stops with the caller', async () => {
    const signal = AbortSignal.timeout(50);
    const endless = { ...QUICK.train, rounds: 100_000, earlyStopping: 100_000 };
    await expect(tune(panel, { ...QUICK, train: endless }, { signal })).rejects.toMatchObject({ code: 'aborted' });
  });

  it.each([
    ['a history that is too short', { folds: 50 }, 'not-enough-history'],
    ['no test days', { train: { testFraction: 0 } }, 'invalid-argument'],
    ['no trials', { trials: 0 }, 'invalid-argument'],
    [
      'a single trial, that of the defaults, where the options fix something else',
      { trials: 1, train: QUICK.train },
      'invalid-argument',
    ],
    ['a backend without a space', { train: { backend: 'naive' } }, 'invalid-argument'],
  ])('refuses %s', async (_, options, code) => {
    await expect(tune(panel, options)).rejects.toMatchObject({ code });
  });
});

describe.each([
  // Its defaults take more rounds than the candidates may.
  ['xgboost', 1],
  ['ridge', 0],
] as const)('the backend %s', (backend, firstCandidate) => {
  it('has a search space that contains its defaults', async () => {
    const train = { ...QUICK.train, backend, spec: 'extended', rounds: 4 } as const;
    const small = madePanel({ datasets: 1, days: 150 });
    const { defaults, best, settings, trials } = await tune(small, { ...QUICK, trials: 3, folds: 2, train });
    expect(trials.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
    expect(defaults?.number).toBe(0);
    expect(best.value).toBe(Math.min(...trials.slice(firstCandidate).map(({ value }) => value ?? Infinity)));
    expect(settings).toMatchObject({ backend, params: expect.any(Object) });
  });
});

describe('tuning a distribution', () => {
  it('searches the threshold model too, and its settings train what was compared', async () => {
    const train = { rounds: 20, testFrom: TEST_FROM, threads: 1 };
    const found = await tune(panel, { trials: 2, folds: 2, train });
    const names = Object.keys(found.space).filter((name) => name.startsWith('thresholds.'));
    expect(names).toEqual(
      Object.keys(describeBackend('lightgbm').thresholds!.space!).map((name) => `thresholds.${name}`),
    );
    const { settings, best } = found;
    expect(settings.thresholds!.params).toEqual(
      Object.fromEntries(names.map((name) => [name.slice('thresholds.'.length), best.parameters[name]])),
    );
    const trained = await trainModel(panel, { ...settings, testFrom: TEST_FROM, threads: 1 });
    closePredictor(trained.predictor);
    expect(trained.evaluation).toEqual(found.comparison.tuned);
  });

  it('leaves out what its options fix, and all of it where only points are forecast', () => {
    const fixed = { thresholds: { params: { num_leaves: 9 } } };
    const open = Object.keys(openSpace(trainOptions(fixed), fixed));
    expect(open).toContain('num_leaves');
    expect(open).toContain('thresholds.learning_rate');
    expect(open).not.toContain('thresholds.num_leaves');
    const points = Object.keys(openSpace(trainOptions({ pointOnly: true }), {}));
    expect(points.filter((name) => name.startsWith('thresholds.'))).toEqual([]);
  });
});

describe('validation windows', () => {
  const options = trainOptions({ spec: 'classic', horizon: 3 });

  it('follow one another, each after the days its model learns from, the embargo between', () => {
    const folds = buildFolds(history, options, 4);
    expect(folds).toHaveLength(4);
    folds.forEach(({ train, validation, trainSpan, validationSpan }, i) => {
      expect(trainSpan.to).toBe(validationSpan.from - 3);
      expect(Math.max(...train.requests.targetDay)).toBeLessThanOrEqual(trainSpan.to);
      expect(Math.min(...validation.requests.targetDay)).toBeGreaterThanOrEqual(validationSpan.from);
      for (const [row, day] of validation.requests.targetDay.entries())
        expect(validation.requests.asOfDay[row]).toBe(day - 3);
      if (i > 0) expect(validationSpan.from).toBeGreaterThan(folds[i - 1]!.validationSpan.to);
    });
    expect(folds.at(-1)!.validationSpan.to).toBe(history.lastDay);
  });
});

describe('parameters of a trial', () => {
  it('become settings of ours by name, all others the backend’s', () => {
    const base = trainOptions({ params: { max_bin: 63, num_leaves: 5 } });
    const settings = withParameters(base, { num_leaves: 9, halfLifeDays: 40, objective: 'l1', rounds: 7 });
    expect(settings).toEqual({
      ...base,
      params: { max_bin: 63, num_leaves: 9 },
      halfLifeDays: 40,
      objective: 'l1',
      rounds: 7,
    });
  });

  it('are those of the threshold model by the beginning of their name', () => {
    const base = trainOptions({ thresholds: { params: { max_bin: 63 } } });
    const settings = withParameters(base, { num_leaves: 9, 'thresholds.num_leaves': 5, 'thresholds.rounds': 50 });
    expect(settings.params).toEqual({ num_leaves: 9 });
    expect(settings.thresholds).toEqual({ rounds: 50, params: { max_bin: 63, num_leaves: 5 } });
  });

  it('are the defaults if the space contains them, else the nearest point in it', () => {
    const space = new SearchSpace(defaultSpace('lightgbm', 'extended'));
    const extended = defaultParameters(space, trainOptions({}), 50_000);
    expect(extended).toMatchObject({
      isExact: true,
      parameters: { learning_rate: 0.03, num_leaves: 31, halfLifeDays: 180 },
    });
    const classic = defaultParameters(space, trainOptions({ spec: 'classic' }), 50_000);
    expect(classic).toMatchObject({
      isExact: false,
      parameters: { feature_fraction: 1, bagging_freq: 1, lambda_l2: 0.01 },
    });
    const strange = new SearchSpace({ linear_lambda: { type: 'float', low: 0, high: 1 } });
    expect(defaultParameters(strange, trainOptions({}), 100)).toBeUndefined();
  });

  const searched = BACKEND_NAMES.filter((name) => describeBackend(name).search !== undefined);

  it.each(searched.flatMap((backend) => SPECS.map((spec) => [backend, spec] as const)))(
    'hold the defaults of %s with %s features in the default space, for any number of rows',
    (backend, spec) => {
      const space = new SearchSpace(openSpace(trainOptions({ backend, spec }), {}));
      for (const rows of [60, 3000, 1_000_000]) {
        expect(defaultParameters(space, trainOptions({ backend, spec }), rows)).toMatchObject({ isExact: true });
      }
    },
  );
});
