import { globMatcher } from '@dqs/core/catalog';

import { apart } from '../src/pages/series/chart-scale.js';
import { waterfall, type Explained } from '../src/pages/series/explained.js';
import { chosenCsv } from '../src/pages/series/list-csv.js';
import { silencesOf, type Silenced } from '../src/pages/series/silences-of.js';
import { withEntry } from '../src/pages/series/target-entry.js';
import { idOfPath } from '../src/pages/series/series-id.js';

describe('silences of chosen series', () => {
  const series: readonly Silenced[] = [
    { dataset: 'orders', rule: '105', tenant: 'acme', source: 'shop' },
    { dataset: 'orders', rule: '1*', tenant: 'acme', source: 'shop' },
    { dataset: 'customers', rule: '103', tenant: 'acme', source: 'shop' },
    { dataset: 'orders', rule: '110', tenant: null, source: '' },
  ];
  const fits = (one: Silenced) =>
    silencesOf(series).some((match) =>
      Object.entries(match).every(([name, patterns]) =>
        patterns.some((pattern) => globMatcher(pattern)(one[name as keyof Silenced] ?? '')),
      ),
    );

  it('are about all of them', () => {
    expect(series.filter((one) => !fits(one))).toEqual([]);
  });

  it('are about no others, whatever their names mean as patterns', () => {
    expect(fits({ dataset: 'customers', rule: '105', tenant: 'acme', source: 'shop' })).toBe(false);
    expect(fits({ dataset: 'orders', rule: '1x', tenant: 'acme', source: 'shop' })).toBe(false);
    expect(fits({ dataset: 'orders', rule: '105', tenant: 'globex', source: 'shop' })).toBe(false);
  });
});

describe('the address of a series', () => {
  it.each(['orders/105', 'acme/a%2Fb/105', '50 %/x', '<script>', 'ü/1', 'constructor'])('leads back to %s', (id) => {
    expect(idOfPath(`/series/${encodeURIComponent(id)}`)).toBe(id);
    expect(idOfPath(`/series/${encodeURIComponent(id)}?range=28`)).toBe(id);
  });

  it('stands for itself where it is not encoded well', () => {
    expect(idOfPath('/series/%zz')).toBe('%zz');
    expect(idOfPath('/series')).toBe('');
  });
});

describe('a file of chosen series', () => {
  it('has those alone, in the order of the list, and no formulas', () => {
    const one = (value: unknown) => [value, 'x', 'y'];
    const columns = new Proxy({ id: ['=1+1', 'b', 'c"d,e'] } as Record<string, unknown[]>, {
      get: (known, name) => known[name as string] ?? one(null),
    });
    const lines = chosenCsv(columns as never, new Set(['c"d,e', '=1+1'])).split('\r\n');
    expect(lines[0]).toMatch(/^series,dataset,rule/);
    expect(lines.slice(1).map((line) => line.slice(0, 9))).toEqual(["'=1+1,,,,", '"c""d,e",', '']);
  });
});

describe('an entry of a policy', () => {
  const entry = '- match: { dataset: "orders" }\n  set: { target: 96 }';
  const policy = 'kind: AlertPolicy\n---\nkind: Catalog\nentries:\n  - match: { rule: "*" }\n    set: { owner: a }\n';

  it('goes before the first one, as deep as that', () => {
    expect(withEntry(policy, entry, 5)).toBe(
      policy.replace('  - match', '  - match: { dataset: "orders" }\n    set: { target: 96 }\n  - match'),
    );
  });

  it('is not put where entries are not written one a line', () => {
    expect(() => withEntry('entries: [{ match: {}, set: {} }]\n', entry, 1)).toThrow('copy the entry instead');
  });
});

describe('a waterfall', () => {
  const part = (name: string, points: number) => ({ name, meaning: `what ${name} is`, value: 1.23456, points });
  const explained: Explained = {
    unexplained: null,
    difference: 0.01,
    expected: {
      base: 98,
      parts: [part('a', -3), part('history', 1), part('b', 0.5), part('c', 0.01), part('d', -0.4)],
    },
  };

  it('adds up to the number that was issued', () => {
    const sum = waterfall(explained, 2).reduce((total, { points }) => total + points, 98);
    expect(sum).toBeCloseTo(98 - 3 + 1 + 0.5 + 0.01 - 0.4 - 0.01, 12);
  });

  it('names the greatest parts with their values, the rest is history', () => {
    expect(waterfall(explained, 2).map(({ text }) => text)).toEqual(['what a is: 1.23', 'what b is: 1.23', 'history']);
  });
});

describe('labels at the ends of lines', () => {
  it('stand apart, and none below the last place', () => {
    const places = apart([{ y: 10 }, { y: 11 }, { y: 99 }, { y: 100 }, { y: 100 }], 100).map(({ y }) => y);
    for (const [i, y] of places.slice(1).entries()) expect(y - places[i]!).toBeGreaterThanOrEqual(13);
    expect(Math.max(...places)).toBeLessThanOrEqual(100);
  });
});
