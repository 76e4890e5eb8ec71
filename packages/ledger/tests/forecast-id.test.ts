import { createHash } from 'node:crypto';

import { chanceOfId, dayOfId, forecastIds, idBytes, idText, type SeriesKey } from '../src/index.js';

const SERIES: readonly SeriesKey[] = [
  { tenantId: 'acme', datasetUuid: 'orders', ruleCode: '101' },
  { tenantId: '__proto__', datasetUuid: 'a\0"b', ruleCode: 'x'.repeat(5000) },
];
const ISSUE = { model: 'orders', version: '1.2.0', knownAt: 1_700_000_000_000 };
const seriesOf = (number: number) => SERIES[number - 1]!;
const columns = (series: number[], targetDay: number[], asOfDay: number[]) => ({
  series: Int32Array.from(series),
  targetDay: Int32Array.from(targetDay),
  asOfDay: Int32Array.from(asOfDay),
});

describe('the id of a forecast', () => {
  it('is its day and the sha256 of what identifies it', () => {
    const ids = forecastIds(ISSUE, columns([1, 2], [20_000, 20_001], [19_999, 19_994]), seriesOf);
    const text = '["orders","1.2.0","__proto__","a\\u0000\\"b","' + 'x'.repeat(5000) + '",20001,7,1700000000000]';
    expect(idText(ids, 1)).toBe('80004e21' + createHash('sha256').update(text).digest('hex').slice(0, 24));
    expect(dayOfId(idBytes(idText(ids, 0)))).toBe(20_000);
    expect(idBytes(idText(ids, 1))).toEqual(ids.slice(16));
  });

  it('differs with every part of it, and with nothing else', () => {
    const base = columns([1], [20_000], [19_999]);
    const others = [
      forecastIds(ISSUE, base, seriesOf),
      forecastIds({ ...ISSUE, model: 'other' }, base, seriesOf),
      forecastIds({ ...ISSUE, version: '1.2.1' }, base, seriesOf),
      forecastIds({ ...ISSUE, knownAt: 0 }, base, seriesOf),
      forecastIds(ISSUE, columns([2], [20_000], [19_999]), seriesOf),
      forecastIds(ISSUE, columns([1], [20_001], [20_000]), seriesOf),
      forecastIds(ISSUE, columns([1], [20_000], [19_998]), seriesOf),
    ].map((ids) => idText(ids, 0));
    expect(new Set(others).size).toBe(7);
    expect(forecastIds(ISSUE, columns([7], [20_000], [19_999]), () => SERIES[0]!)).toEqual(
      forecastIds(ISSUE, base, seriesOf),
    );
  });

  it('of days before 1970 sorts before later ones', () => {
    const days = [-3, -1, 0, 1, 20_000];
    const made = columns(days.map(() => 1), days, days.map((day) => day - 1)); // prettier-ignore
    const texts = days.map((_, row) => idText(forecastIds(ISSUE, made, seriesOf), row));
    expect([...texts].sort()).toEqual(texts);
    expect(texts.map((text) => dayOfId(idBytes(text)))).toEqual(days);
  });

  it('determines a chance that is uniform over ids', () => {
    const days = Array.from({ length: 4000 }, (_, i) => i);
    const ids = forecastIds(ISSUE, columns(days.map(() => 1), days, days.map((day) => day - 1)), seriesOf); // prettier-ignore
    const chances = days.map((_, row) => chanceOfId(ids, row)).sort((a, b) => a - b);
    const distance = Math.max(...chances.map((chance, i) => Math.abs(chance - (i + 0.5) / 4000)));
    // Kolmogorov: 1.63 / √4000 is exceeded in one of a hundred samples.
    expect(distance).toBeLessThan(1.63 / Math.sqrt(4000));
    expect(Math.min(...chances)).toBeGreaterThan(0);
  });

  it.each(['', 'g'.repeat(32), 'A'.repeat(32), 'a'.repeat(31), 'a'.repeat(33)])('is not %j', (text) => {
    expect(() => idBytes(text)).toThrow(/expected the id of a forecast, 32 hexadecimal digits/);
  });
});
