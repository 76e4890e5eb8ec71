import { formatDay, keyId } from '@dqs/core';

import { daysToLearnFrom } from '../../src/retrain/decide/select-data.js';
import { selectData } from '../../src/retrain/index.js';
import { FIRST_DAY, madePanel } from '../support/panels.js';

const panel = madePanel({ datasets: 2, rules: 1, days: 30 });
const rules = { minimumDays: 10, days: undefined, exclude: ['incidents', 'intervened'] as const };

describe('selectData', () => {
  it('takes all days where nothing is excluded, with the digest of what it took', () => {
    const [one, same] = [selectData(panel, rules), selectData(panel, rules)];
    expect(one.panel).toEqual(panel);
    expect(one).toMatchObject({ from: formatDay(FIRST_DAY), to: formatDay(FIRST_DAY + 29), days: 30, excluded: 0 });
    expect(one.snapshot).toBe(same.snapshot);
    expect(selectData(panel, { ...rules, days: 29 }).snapshot).not.toBe(one.snapshot);
  });

  it('takes the last days that the policy names', () => {
    expect(selectData(panel, { ...rules, days: 7 })).toMatchObject({ from: formatDay(FIRST_DAY + 23), days: 7 });
  });

  it('leaves out days of incidents of a source, and intervened days of a series alone', () => {
    const incidents = new Map([['S', new Set([FIRST_DAY + 3])]]);
    const intervened = new Map([[keyId(panel.keys[0]!), new Set([FIRST_DAY + 5])]]);
    const { panel: chosen, excluded, days } = selectData(panel, rules, { incidents, intervened });
    expect([days, daysToLearnFrom(panel, rules, { incidents, intervened })]).toEqual([29, 29]);
    const daysOf = (key: number) => chosen.cells.day.filter((_, row) => chosen.cells.key[row] === key);
    expect([...chosen.cells.day]).not.toContain(FIRST_DAY + 3);
    expect([...daysOf(0)]).not.toContain(FIRST_DAY + 5);
    expect([...daysOf(1)]).toContain(FIRST_DAY + 5);
    expect(excluded).toBe(panel.cells.day.length - chosen.cells.day.length);
  });

  it('leaves in what the policy does not exclude, and bears that nothing is left', () => {
    const incidents = new Map([['S', new Set(Array.from({ length: 30 }, (_, i) => FIRST_DAY + i))]]);
    const excluded = { incidents, intervened: new Map<string, ReadonlySet<number>>() };
    expect(selectData(panel, { ...rules, exclude: [] }, excluded).excluded).toBe(0);
    expect(selectData(panel, rules, excluded)).toMatchObject({ from: null, to: null, days: 0 });
  });
});
