import { apart, courseAxis, labelledPlaces, valueAxis } from '../src/charts/scales.js';
import type { Course } from '../src/components.js';
import { typeset } from '../src/text/typeset.js';

describe('an axis of values', () => {
  it('has two to six ticks, also for equal values', () => {
    for (const [least, greatest] of [
      [0, 100],
      [99.5, 99.7],
      [0, 0.002],
      [-3, 12],
      [7, 7],
    ] as const) {
      const { ticks, scale } = valueAxis(least, greatest, 200);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(6);
      for (const value of [least, greatest, ...ticks]) {
        expect(scale(value)).toBeGreaterThanOrEqual(0);
        expect(scale(value)).toBeLessThanOrEqual(200);
      }
    }
  });

  it('has as many digits as tell its ticks apart', () => {
    for (const [least, greatest] of [
      [0, 100],
      [99.5, 99.7],
      [0, 0.002],
    ] as const) {
      const { ticks, digits } = valueAxis(least, greatest, 200);
      const texts = ticks.map((tick) => tick.toFixed(digits));
      expect(new Set(texts).size).toBe(ticks.length);
      expect(texts.map(Number)).toEqual(ticks.map((tick) => expect.closeTo(tick, 9) as unknown));
    }
  });

  it('is there for a course without values, and holds the top it is given', () => {
    const empty: Course = {
      title: '',
      finding: '',
      places: { kind: 'day', labels: [] },
      lines: [],
      unit: '%',
      digits: 1,
    };
    expect(courseAxis(empty, 200).scale.domain()).toEqual([0, 1]);
    const line = { name: 'result', role: 'observed', form: 'dots', values: [81, null, 97] } as const;
    expect(courseAxis({ ...empty, lines: [line], high: 100 }, 200).scale(100)).toBe(0);
  });
});

describe('labels', () => {
  it('are at most six, evenly, with both ends', () => {
    expect(labelledPlaces(31)).toEqual([0, 6, 12, 18, 24, 30]);
    expect([labelledPlaces(0), labelledPlaces(1), labelledPlaces(3)]).toEqual([[], [0], [0, 1, 2]]);
  });

  it('are pushed apart in their order and stay above the lower end', () => {
    const pushed = apart([{ y: 100 }, { y: 98 }, { y: 99 }, { y: 10 }], 13, 100).map(({ y }) => y);
    expect(pushed).toEqual([10, 74, 87, 100]);
  });
});

describe('numbers of a page', () => {
  it('have a true minus and no line break before per cent; days and names keep their hyphens', () => {
    expect(typeset('-0.5 to -0.1 (-8.1 %), 2025-01-02, median-7')).toBe(
      '−0.5 to −0.1 (−8.1\u00a0%), 2025-01-02, median-7',
    );
  });
});
