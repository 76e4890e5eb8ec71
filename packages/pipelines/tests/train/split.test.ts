import { SeriesHistory } from '@dqs/features';
import fc from 'fast-check';

import { observedDays, splitDays } from '../../src/train/split.js';
import { FIRST_DAY, madePanel } from '../support/panels.js';

const history = SeriesHistory.fromPanel(madePanel({ datasets: 1, rules: 2, days: 100 }));

describe('splitDays', () => {
  it('parts come in time order, with an embargo of horizon − 1 days between them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 14 }),
        fc.double({ min: 0.05, max: 0.5, noNaN: true }),
        fc.double({ min: 0.05, max: 0.3, noNaN: true }),
        (horizon, testFraction, validationFraction) => {
          const { train, validation, test } = splitDays(history, { horizon, testFraction, validationFraction });
          expect(train.from).toBeLessThanOrEqual(train.to);
          expect(validation!.from - train.to).toBe(horizon);
          expect(validation!.from).toBeLessThanOrEqual(validation!.to);
          expect(test!.from - validation!.to).toBe(horizon);
          expect(test!.to).toBe(history.lastDay);
        },
      ),
    );
  });

  it('the test days are the last fifth of the dates', () => {
    const days = observedDays(history);
    const { test } = splitDays(history, { horizon: 1 });
    expect(days.filter((day) => day >= test!.from)).toHaveLength(days.length - Math.floor(days.length * 0.8));
  });

  it('a test start wins over the fraction', () => {
    expect(splitDays(history, { horizon: 1, testFrom: FIRST_DAY + 50 }).test!.from).toBe(FIRST_DAY + 50);
  });

  it('without test days all days are for training', () => {
    const split = splitDays(history, { horizon: 3, testFraction: 0 });
    expect(split).toEqual({ train: { from: history.firstDay, to: history.lastDay }, test: undefined });
  });

  it.each([{ testFrom: FIRST_DAY }, { testFrom: FIRST_DAY + 5000 }, { horizon: 200 }])(
    '%p leaves too little and is refused',
    (options) => {
      expect(() => splitDays(history, { horizon: 1, ...options })).toThrow(
        expect.objectContaining({ code: 'not-enough-history' }),
      );
    },
  );
});
