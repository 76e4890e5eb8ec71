import type { ForecastRow } from '@dqs/core';

import { sortForecasts, type ForecastOrder } from '../../src/index.js';

const row = (ruleCode: string, expectedPassPercentage: number, pBelowTarget: number, naive: number | null) =>
  ({ ruleCode, expectedPassPercentage, pBelowTarget, naivePassPercentage: naive }) as ForecastRow;

const ROWS = [row('a', 90, 0.5, 95), row('b', 70, 0.9, 60), row('c', 95, 0.5, null), row('d', 80, 0.95, 99)];

describe('sortForecasts', () => {
  it.each<[ForecastOrder, string]>([
    ['odds', 'dbac'],
    ['change', 'dabc'],
    ['expected', 'bdac'],
  ])('puts first what needs a look by %s, equal ones by the expected percentage', (order, codes) => {
    const sorted = sortForecasts(ROWS, order);
    expect(sorted.map(({ ruleCode }) => ruleCode).join('')).toBe(codes);
    expect(ROWS.map(({ ruleCode }) => ruleCode).join('')).toBe('abcd');
  });
});
