import { learnLeads } from '../../src/incidents/learn-leads.js';
import { Failures } from '../support/failures.js';

const SPAN = 365;
const OPTIONS = { firstDay: 0, lastDay: SPAN - 1, q: 0.01, maxDays: 3 };

describe('leads are learned:', () => {
  it('a cascade of 50 series has its root before each of the others, and each lag', () => {
    const leads = learnLeads(new Failures(50, SPAN, 1).noise(0.005).cascades(14, 50, 2).onsets(), OPTIONS);
    const ofRoot = leads.filter(({ from }) => from === 's0');
    expect(ofRoot).toHaveLength(49);
    expect(ofRoot.every(({ to, lag }) => lag === 1 + (Number(to.slice(1)) % 2))).toBe(true);
    expect(leads.filter(({ to }) => to === 's0')).toEqual([]);
    expect(leads.every(({ q }) => q <= 0.01)).toBe(true);
  });

  it('what fails on the same days only is never called a lead: 200 years of 40 series', () => {
    let years = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      const onsets = new Failures(40, SPAN, seed).noise(0.01).together(15, 1, 0.8).onsets();
      if (learnLeads(onsets, OPTIONS).length > 0) years += 1;
    }
    // At q = 0.01 and no lead at all, one year in a hundred may name one.
    expect(years).toBeLessThanOrEqual(5);
  });

  it('causes in common that last for days give no order either: 100 years of 30 series', () => {
    let years = 0;
    for (let seed = 0; seed < 100; seed += 1) {
      const onsets = new Failures(30, SPAN, seed).noise(0.01).together(25, 3, 0.9).onsets();
      if (learnLeads(onsets, OPTIONS).length > 0) years += 1;
    }
    expect(years).toBeLessThanOrEqual(4);
  });

  it('independent failures give none: 100 years of 60 series', () => {
    let years = 0;
    for (let seed = 0; seed < 100; seed += 1) {
      if (learnLeads(new Failures(60, SPAN, seed).noise(0.02).onsets(), OPTIONS).length > 0) years += 1;
    }
    expect(years).toBeLessThanOrEqual(3);
  });

  it('of the leads that are found beside noise, at most a hundredth or so is false', () => {
    let [found, wrong] = [0, 0];
    for (let seed = 0; seed < 20; seed += 1) {
      const leads = learnLeads(new Failures(80, SPAN, seed).noise(0.01).cascades(16, 10, 1).onsets(), OPTIONS);
      found += leads.length;
      wrong += leads.filter(({ from, to }) => from !== 's0' || Number(to.slice(1)) >= 10).length;
    }
    expect(found).toBeGreaterThanOrEqual(150);
    expect(wrong / found).toBeLessThanOrEqual(0.02);
  });

  it('not across tenants, and not from three failures', () => {
    const [a, b] = new Failures(2, SPAN, 1).cascades(20, 2, 1).onsets() as [never, never];
    expect(learnLeads([a, b], OPTIONS)).toHaveLength(1);
    expect(learnLeads([a, { ...(b as object), tenant: 'us' } as never], OPTIONS)).toEqual([]);
    expect(learnLeads(new Failures(2, SPAN, 1).cascades(3, 2, 1).onsets(), OPTIONS)).toEqual([]);
  });

  it('options that make no sense are refused', () => {
    expect(() => learnLeads([], { ...OPTIONS, q: 1 })).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });
});
