import { rowFilter, type SeriesRow } from '../src/pages/index.js';

/** A series of which only what a test is about is said. */
function rowOf(said: Partial<SeriesRow> & { readonly odds?: number } = {}): SeriesRow {
  const { odds = 0.5, ...facts } = said;
  const next = {
    day: 1,
    odds,
    expected: 95,
    median: 95,
    lower80: 90,
    upper80: 99,
    lower95: 85,
    upper95: 100,
    naive: 96,
  };
  return {
    ...{ id: 'shop/orders/105', dataset: 'orders', rule: '105', tenant: null, source: 'shop', owner: 'team-shop' },
    ...{ tags: ['gold'], importance: 3, target: 97, state: 'ok', last: null, spark: [], sparkDay: 0, next },
    ...{ earned: { e: 1, isEarned: false, pool: 'p' }, incident: null },
    ...facts,
  };
}

describe('a filter of series', () => {
  it.each([
    ['', true],
    ['source:shop', true],
    ['source:sh*', true],
    ['source:SHOPS', false],
    ['source:erp,shop', true],
    ['-source:shop', false],
    ['state:failing', false],
    ['state:failing,ok tag:gold', true],
    ['tag:silver', false],
    ['min_p:50', true],
    ['min_p:50.1', false],
    ['max_p:50', true],
    ['min_importance:4', false],
    ['importance:3', true],
    ['page:earned', false],
    ['page:not-yet', true],
    ['incident:any', false],
    ['incident:none', true],
    ['tenant:none', true],
    ['owner:none', false],
    ['ORDERS', true],
    ['"orders · 105"', true],
    ['"orders · 106"', false],
    ['-refunds orders', true],
    ['rule:"105"', true],
  ])('%s', (filter, isThere) => {
    expect(rowFilter(filter)(rowOf())).toBe(isThere);
  });

  it('keeps blanks and commas together between quotes', () => {
    const row = rowOf({ owner: 'team a, b', incident: 'inc-1' });
    expect(rowFilter('owner:"team a, b" incident:inc-1')(row)).toBe(true);
    expect(rowFilter('owner:team a, b')(row)).toBe(false);
  });

  it('does not find what has no forecast by its odds', () => {
    expect(rowFilter('min_p:0')(rowOf({ next: null }))).toBe(false);
    expect(rowFilter('max_p:100')(rowOf({ next: null }))).toBe(false);
  });

  it.each([
    ['sorce:shop', 'did you mean source:?'],
    ['constructor:x', 'before a colon of the filter, got "constructor"'],
    ['__proto__:x', 'before a colon of the filter, got "__proto__"'],
    ['min_p:many', 'expected a number after min_p:, such as min_p:60, got "many"'],
    ['state:', 'expected a value after state: in the filter, such as state:failing'],
    ['a '.repeat(51), 'expected at most 50 terms in a filter, got 51'],
    ['a'.repeat(1001), 'expected a filter of at most 1000 characters, got 1001'],
  ])('says what is possible instead of %s', (filter, message) => {
    expect(() => rowFilter(filter)).toThrow(message);
  });

  it.each(['[', '\\', '*'.repeat(60), '..', '<script>', '\u0000'])('takes %j as a text', (text) => {
    expect(rowFilter(text)(rowOf())).toBe(false);
  });
});
