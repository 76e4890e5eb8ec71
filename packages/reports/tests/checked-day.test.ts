import { checkPage } from '../src/index.js';
import { checkedDayText } from '../src/text.js';
import { checkReport, SILENT } from './support/checked-day.js';

const createdAt = new Date('2026-03-03T08:00:00Z');

describe('the check of a day', () => {
  it('has what is late first, then what is missing, then results, alarms in front', () => {
    const text = checkedDayText(checkReport(), [SILENT], { top: 1 });
    const order = ['worse than chance explains', 'silent', 'missing', 'ALARM', '3.0 %', '1 series is new'];
    const places = order.map((part) => text.indexOf(part, text.indexOf('\n') * Number(part === 'missing')));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text).toContain('1 in 5,000,000');
    expect(text).toMatch(/expected +naive.*\n.*88\.5 +97\.0/);
    expect(text).not.toContain('40 %');
  });

  it('says that odds were corrected, and how many quiet days would be alarming', () => {
    const text = checkedDayText(checkReport(), [], { top: 0 });
    expect(text).toContain('odds of 5 % came true in 8.0 % of cases');
    expect(text).toContain('On 5.0 % of quiet days at most');
    expect(text).toContain('1 result is worse than chance explains (3 compared with their forecasts as of 2026-03-01)');
  });

  it('is a page with the same facts, and without markup from names', () => {
    const html = checkPage(checkReport(), { name: 'orders@1', sources: [SILENT], createdAt });
    const order = ['Sources without results', 'Missing series', 'Results by surprise', '1 in 5,000,000'];
    const places = order.map((part) => html.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(html).toContain('<b>1 alarm</b>');
    expect(html).toContain('97.0 %');
    expect(html).not.toContain('<img');
  });

  it('of nothing says so', () => {
    expect(checkedDayText(checkReport(true), [], { top: 5 })).toContain('no results to check, 1 series was due');
    expect(checkPage(checkReport(true), { name: 'orders@1', createdAt })).toContain('Nothing has arrived');
  });
});
