import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';

import { formatCount, formatPercent, formatPythonFloat } from '../src/index.js';

type Entry = readonly [hex: string, value: number, repr: string, percent: string | null];
const file = join(__dirname, 'fixtures', 'python-formats.json');
const entries = JSON.parse(readFileSync(file, 'utf8')) as Entry[];

describe('formatPythonFloat', () => {
  it('writes doubles as Python does', () => {
    expect(entries.map(([, value]) => formatPythonFloat(value))).toEqual(entries.map(([, , repr]) => repr));
  });

  it.each([
    [37 / 155, '0.23870967741935484'],
    [0, '0.0'],
    [1, '1.0'],
    [-0, '-0.0'],
    [0.00001, '1e-05'],
    [Number.NaN, 'nan'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
  ])('writes %d as %s', (value, text) => {
    expect(formatPythonFloat(value)).toBe(text);
  });

  it('reads back as the same double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(formatPythonFloat(value))).toBe(value);
      }),
    );
  });
});

describe('formatPercent', () => {
  it('writes percentages as Python does', () => {
    const rates = entries.filter(([, , , percent]) => percent !== null);
    expect(rates.map(([, value]) => formatPercent(value))).toEqual(rates.map(([, , , percent]) => percent));
  });

  it.each([
    [37 / 155, '23.87%'],
    [0.5, '50.00%'],
    [0, '0.00%'],
    [1, '100.00%'],
    [0.00125, '0.12%'],
    [0.00375, '0.38%'],
    [0.38125, '38.12%'],
    [-0.00125, '-0.12%'],
  ])('writes %d as %s', (value, text) => {
    expect(formatPercent(value)).toBe(text);
  });

  it('is within half a hundredth of a percent of the rate', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (rate) => {
        const text = formatPercent(rate);
        expect(text).toMatch(/^\d{1,3}\.\d\d%$/);
        // 0.005 is the rounding itself, the rest allows for the floating-point arithmetic of this comparison.
        expect(Math.abs(Number(text.slice(0, -1)) - rate * 100)).toBeLessThanOrEqual(0.005 + 1e-12);
      }),
    );
  });
});

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [1589, '1589'],
    [1e21, '1000000000000000000000'],
    [2 ** 53 + 2, '9007199254740994'],
    [12.5, '12.5'],
    [undefined, ''],
    [Number.NaN, ''],
  ])('writes %d as "%s"', (value, text) => {
    expect(formatCount(value)).toBe(text);
  });
});
