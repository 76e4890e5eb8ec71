import { PanelBuilder, type DailyPanel } from '@dqs/core';
import { SeriesHistory } from '@dqs/features';
import fc from 'fast-check';

import type { BacktestHooks } from '../src/backtest/rolling.js';
import { backtest, trainModel, trainOptions } from '../src/index.js';
import { buildFolds, panelUpTo, type TuningFold } from '../src/tune/folds.js';
import { FIRST_DAY, madePanel } from './support/panels.js';

const DAYS = 60;
const OPTIONS = { spec: 'classic', rounds: 5, threads: 1 } as const;
const panel = madePanel({ datasets: 3, rules: 2, days: DAYS });

/** Something that a later day says: of a known series or a new one, with a level and an attribute of its own. */
const LATER = fc.record({
  dataset: fc.integer({ min: -1, max: 4 }),
  rule: fc.integer({ min: 0, max: 3 }),
  name: fc.constantFrom('Dataset 0', 'Aardvark', 'Zebra'),
  after: fc.integer({ min: 1, max: 40 }),
  passes: fc.integer({ min: 0, max: 9 }),
  fails: fc.integer({ min: 0, max: 9 }),
  level: fc.constantFrom('DATASET', 'ATTRIBUTE', 'AAA', 'ZZZ'),
});
type Later = typeof LATER extends fc.Arbitrary<infer T> ? T : never;

/** The panel with the days after `lastDay` replaced by others. */
function withLater(lastDay: number, later: readonly Later[]): DailyPanel {
  const builder = new PanelBuilder();
  builder.addPanel(panel, (day) => day <= lastDay);
  for (const { dataset, rule, name, after, passes, fails, level } of later) {
    const key = {
      source: 'S',
      tenantId: 'T',
      datasetUuid: `dataset-${dataset}`,
      datasetName: name,
      ruleCode: `${101 + rule}`,
    };
    builder.addCounts(key, lastDay + after, { passes, fails, errors: 1, recordCount: 7, filteredCount: 7 });
    builder.addLevel(key, level, 1000);
    builder.addFailedAttribute(key, 'later', 1000);
  }
  return builder.build();
}

/** Requests by the names of their series: a new series moves the numbers of the others. */
function named(history: SeriesHistory, { requests, set }: TuningFold['train']) {
  const series = Array.from(requests.series, (index) => {
    const { datasetUuid, ruleCode } = history.series[index]!;
    return `${datasetUuid} ${ruleCode}`;
  });
  return { series, targetDay: requests.targetDay, asOfDay: requests.asOfDay, set };
}

/** All that a fold is but the history it was cut from, which goes on. */
function contentOf(history: SeriesHistory, { train, validation, history: _whole, ...facts }: TuningFold) {
  return { ...facts, train: named(history, train), validation: named(history, validation) };
}

describe('a later day', () => {
  it('changes no bit of a panel that ends before it, and leaves no level or attribute in it', () => {
    fc.assert(
      fc.property(fc.array(LATER, { maxLength: 8 }), fc.integer({ min: 20, max: DAYS - 1 }), (later, last) => {
        const lastDay = FIRST_DAY + last;
        expect(panelUpTo(withLater(lastDay, later), lastDay)).toEqual(panelUpTo(panel, lastDay));
      }),
      { numRuns: 50 },
    );
  });

  it('changes no bit of a tuning fold that ends before it: contract, rows, features, outcomes and spans', () => {
    const history = SeriesHistory.fromPanel(panelUpTo(panel, FIRST_DAY + DAYS));
    const folds = buildFolds(history, trainOptions(OPTIONS), 3);
    fc.assert(
      fc.property(fc.array(LATER, { minLength: 1, maxLength: 8 }), fc.nat({ max: 1 }), (later, number) => {
        const fold = folds[number]!;
        const { to } = fold.validationSpan;
        const days = FIRST_DAY + DAYS - 1 - to;
        // The windows are cut out of the dates, so those stay: only what they say changes.
        const everyDate = Array.from({ length: days }, (_, i) => ({ ...later[0]!, after: i + 1, passes: 1 }));
        const more = later.map((one) => ({ ...one, after: 1 + (one.after % days), passes: 1 }));
        const changed = SeriesHistory.fromPanel(withLater(to, [...everyDate, ...more]));
        const again = buildFolds(changed, trainOptions(OPTIONS), 3)[number]!;
        expect(contentOf(changed, again)).toEqual(contentOf(history, fold));
      }),
      { numRuns: 20 },
    );
  });

  const LATER_LOT: Later[] = [
    { dataset: -1, rule: 0, name: 'Aardvark', after: 1, passes: 0, fails: 9, level: 'AAA' },
    { dataset: 0, rule: 0, name: 'Zebra', after: 2, passes: 0, fails: 9, level: 'ZZZ' },
    { dataset: 1, rule: 3, name: 'Zebra', after: 15, passes: 9, fails: 0, level: 'AAA' },
  ];
  const cutoff = FIRST_DAY + 44;

  it.each(['lightgbm', 'ridge'])(
    'changes no bit of what %s learns from the days before the test days',
    async (backend) => {
      const options = { ...OPTIONS, backend, testFrom: cutoff, refit: false };
      const models = await Promise.all(
        [panel, withLater(cutoff - 1, LATER_LOT)].map((given) => trainModel(given, options)),
      );
      const [one, other] = models.map(({ bundle: { modelFiles, profile, manifest } }) => ({
        modelFiles,
        profile,
        contract: manifest.contract,
        training: manifest.training,
      }));
      for (const { predictor } of models) predictor.model.close();
      expect(other).toEqual(one);
    },
  );

  it('changes no bit of the model of a backtest window that begins on it', async () => {
    const learned = async (given: DailyPanel) => {
      const found: unknown[] = [];
      const hooks: BacktestHooks = {
        onFold: ({ fit }) => found.push([fit.rows, fit.span, fit.predictor.contract, fit.predictor.model.save()]),
      };
      await backtest(given, { ...OPTIONS, testFrom: cutoff, folds: 2 }, hooks);
      return found[0];
    };
    expect(await learned(withLater(cutoff - 1, LATER_LOT))).toEqual(await learned(panel));
  });
});
