import { binomialMedian, exceedanceAt } from '@dqs/core/stats';
import { SeriesHistory } from '@dqs/features';

import { forecast, Forecaster, parseTarget, trainModel, type LoadedBundle } from '../../src/index.js';
import { loadedInMemory } from '../support/loaded-in-memory.js';
import { FIRST_DAY, madePanel } from '../support/panels.js';

const panel = madePanel({ days: 90 });
const DAY = FIRST_DAY + 90;
const bundles = new Map<string, LoadedBundle>();

beforeAll(async () => {
  for (const objective of ['cross-entropy', 'l1'] as const) {
    const options = { spec: 'classic', rounds: 30, objective } as const;
    bundles.set(objective, loadedInMemory(await trainModel(panel, options), panel));
  }
});
afterAll(() => bundles.forEach((bundle) => bundle.predictor.model.close()));

function forecasts(objective: string) {
  const history = SeriesHistory.fromPanel(panel);
  const requests = history.requests({ day: DAY, asOf: DAY - 1 });
  return forecast(bundles.get(objective)!.predictor, history, requests, { threads: 1 });
}

describe('the distribution of a forecast', () => {
  it('is the binomial of the mean, with the executions usual for the series', () => {
    const { distributions, executions, expectedPassPercentage, predictedPassPercentage } = forecasts('cross-entropy');
    expect([...distributions.executions]).toEqual([...executions]);
    expectedPassPercentage.forEach((expected, row) => {
      const [n, p] = [executions[row]!, expected / 100];
      expect(predictedPassPercentage[row]).toBe((100 * binomialMedian(n, p)) / n);
      expect(exceedanceAt(distributions, row, n)).toBeCloseTo(p ** n, 12);
    });
  });

  it('leaves the median of the objective l1 as the model gave it', () => {
    const { expectedPassPercentage, predictedPassPercentage } = forecasts('l1');
    expect(predictedPassPercentage).toEqual(expectedPassPercentage);
  });

  it.each(['cross-entropy', 'l1'])(
    'gives bounds around the predicted percentage with the objective %s',
    (objective) => {
      for (const row of new Forecaster(bundles.get(objective)!).all({ day: DAY })) {
        const { lower95, lower80, predictedPassPercentage, upper80, upper95 } = row;
        const ascending = [0, lower95, lower80, predictedPassPercentage, upper80, upper95, 100];
        expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
      }
    },
  );
});

describe('a target', () => {
  const [first, second] = panel.keys.map(({ tenantId, datasetUuid, ruleCode }) => ({
    tenantId,
    datasetUuid,
    ruleCode,
  }));
  const rowsWith = (...args: ConstructorParameters<typeof Forecaster>[3][]) =>
    new Forecaster(bundles.get('cross-entropy')!, panel, undefined, ...args).all({ day: DAY });

  it('is 100 where none is named: the odds are those of any failure', () => {
    for (const { targetPercentage, pBelowTarget, expectedPassPercentage, executions } of rowsWith()) {
      expect(targetPercentage).toBe(100);
      expect(pBelowTarget).toBeCloseTo(1 - (expectedPassPercentage / 100) ** executions, 12);
    }
  });

  it('may be one for all series and another for some', () => {
    const rows = rowsWith({ everywhere: 80, series: [{ ...first!, targetPercentage: 0 }] });
    const targetOf = ({ datasetUuid, ruleCode }: typeof first & object) =>
      rows.find((row) => row.datasetUuid === datasetUuid && row.ruleCode === ruleCode)!;
    expect(targetOf(first!)).toMatchObject({ targetPercentage: 0, pBelowTarget: 0 });
    expect(targetOf(second!)).toMatchObject({ targetPercentage: 80 });
  });

  it('is never less likely to be missed if it is higher, and moves nothing else', () => {
    const [low, high] = [70, 99].map((everywhere) => rowsWith({ everywhere, series: [] }));
    high!.forEach((row, i) => {
      expect(row.pBelowTarget).toBeGreaterThanOrEqual(low![i]!.pBelowTarget);
      const { pBelowTarget, targetPercentage } = low![i]!;
      expect({ ...row, pBelowTarget, targetPercentage }).toEqual(low![i]);
    });
  });
});

describe('parseTarget', () => {
  it.each([
    ['95', 95],
    [' 99.5 ', 99.5],
    ['0', 0],
    ['100.0', 100],
    ['1e-3', 0.001],
  ])('takes %j for %d', (text, target) => {
    expect(parseTarget(text)).toBe(target);
  });

  it.each(['', '95 %', '101', '-1', 'NaN', 'Infinity', '0x10', '1e999', '1_0', '9'.repeat(1000), '5,5'])(
    'refuses %j',
    (text) => {
      expect(parseTarget(text)).toBeUndefined();
    },
  );
});
