import * as fc from 'fast-check';

import {
  Catalog,
  exactGlob,
  globMatcher,
  MAX_CATALOG_LENGTH,
  parseCatalog,
  type CatalogSeries,
} from '../src/catalog/index.js';

const TEXT = `apiVersion: dqs/v1
kind: Catalog
entries:
  - match: { dataset: 'orders*', rule: '104' }
    set: { owner: team-payments, target: 99.5, importance: 5, tags: [gold] }
  - match: { dataset: [orders, customers], tenant: eu }
    set:
      owner: team-eu
      runbook: https://wiki.example.com/orders
  - match: { tags: gold }
    set: { runbook: https://wiki.example.com/gold }
  - match: { tags: pii* }
    set: { importance: 4 }
  - set: { target: 95, importance: 1 }
`;

const series = (over: Partial<CatalogSeries> = {}): CatalogSeries => ({
  source: 'shop',
  tenantId: 'eu',
  datasetUuid: 'd-1',
  datasetName: 'orders',
  ruleCode: '104',
  ...over,
});

const problemsOf = (text: string): string => {
  try {
    parseCatalog(text, 'c.yaml');
  } catch (error) {
    expect(error).toMatchObject({ code: 'catalog-invalid' });
    return (error as Error).message;
  }
  return 'none';
};

describe('a catalog', () => {
  it('gives for each field the first entry that matches, with file and line', () => {
    expect(Catalog.parse(TEXT, 'c.yaml').resolve(series())).toEqual({
      owner: { value: 'team-payments', from: 'c.yaml:5' },
      target: { value: 99.5, from: 'c.yaml:5' },
      importance: { value: 5, from: 'c.yaml:5' },
      tags: { value: ['gold'], from: 'c.yaml:5' },
      runbook: { value: 'https://wiki.example.com/orders', from: 'c.yaml:9' },
    });
    expect(Catalog.parse(TEXT, 'c.yaml').resolve(series({ tenantId: 'us' })).runbook?.from).toBe('c.yaml:11');
    expect(Catalog.parse(TEXT, 'c.yaml').resolve(series({ datasetName: 'x', ruleCode: '1' }))).toEqual({
      target: { value: 95, from: 'c.yaml:14' },
      importance: { value: 1, from: 'c.yaml:14' },
    });
  });

  it('knows a dataset by its uuid and by its name', () => {
    const catalog = Catalog.parse('entries: [{ match: { dataset: "d-?" }, set: { owner: a } }]', 'c.yaml');
    expect(catalog.resolve(series()).owner?.value).toBe('a');
    expect(catalog.resolve(series({ datasetUuid: 'x', datasetName: 'd-2' })).owner?.value).toBe('a');
    expect(catalog.resolve(series({ datasetUuid: 'd-22' })).owner).toBeUndefined();
  });

  it('matches on the source that a series comes from', () => {
    const catalog = Catalog.parse('entries: [{ match: { source: shop }, set: { owner: a } }]', 'c.yaml');
    expect(catalog.resolve(series()).owner?.value).toBe('a');
    expect(catalog.resolve(series({ source: 'shop-eu' })).owner).toBeUndefined();
  });

  it('takes owner, runbook and tags of a tool where no entry sets them, and matches on its tags', () => {
    const catalog = Catalog.parse(TEXT, 'c.yaml');
    const told = { owner: 'ann', tags: ['pii-strict'], tool: 'dbt' };
    expect(catalog.resolve(series({ ...told, datasetName: 'x' }))).toMatchObject({
      owner: { value: 'ann', from: 'dbt' },
      importance: { value: 4, from: 'c.yaml:13' },
      tags: { value: ['pii-strict'], from: 'dbt' },
    });
    expect(catalog.resolve(series(told))).toMatchObject({
      owner: { value: 'team-payments' },
      tags: { value: ['gold', 'pii-strict'], from: 'c.yaml:5 and dbt' },
    });
  });

  it('keeps codes as they are written', () => {
    const catalog = Catalog.parse('entries: [{ match: { rule: 007 }, set: { owner: 0x10 } }]', 'c.yaml');
    expect(catalog.resolve(series({ ruleCode: '007' })).owner?.value).toBe('0x10');
    expect(catalog.resolve(series({ ruleCode: '7' })).owner).toBeUndefined();
  });

  it('has a digest of what it says, not of how it is written', () => {
    const one = 'entries:\n  - match: { rule: a, tenant: b }\n    set: { owner: x, target: 5 }\n';
    const same = '# words\nentries: [{ set: { target: 5.0, owner: "x" }, match: { tenant: b, rule: a } }]';
    expect(Catalog.parse(one, 'a').digest).toBe(Catalog.parse(same, 'b').digest);
    expect(Catalog.parse(one.replace('5', '6'), 'a').digest).not.toBe(Catalog.parse(one, 'a').digest);
  });

  it('is empty for an empty file', () => {
    expect(['', '# nothing\n', 'entries: []'].map((text) => parseCatalog(text, 'c'))).toEqual([[], [], []]);
  });
});

describe('a catalog with mistakes', () => {
  it.each([
    [
      'entries:\n  - macth: { rule: a }\n    set: { owner: x }',
      'c.yaml:2: expected match, set in an entry, got "macth"; did you mean "match"?',
    ],
    ['entries:\n  - match: { rul: a }\n    set: { owner: x }', 'did you mean "rule"?'],
    [
      'entries:\n  - set:\n      ownr: x',
      'c.yaml:3: expected owner, target, importance, tags, runbook in set, got "ownr"; did you mean "owner"?',
    ],
    ['entries:\n  - set: { target: 101 }', 'c.yaml:2: expected a pass percentage from 0 to 100, got "101"'],
    ['entries:\n  - set: { target: .nan }', 'expected a pass percentage'],
    ['entries:\n  - set: { target: "99" }', 'expected a pass percentage'],
    ['entries:\n  - set: { importance: 2.5 }', 'expected a whole number from 1 to 5, got "2.5"'],
    ['entries:\n  - set: { tags: [] }', 'expected at least one tag, got none'],
    ['entries:\n  - set: { owner: }', 'expected the name of an owner, got nothing'],
    ['entries:\n  - set: { owner: { a: b } }', 'got a mapping'],
    ['entries:\n  - set: { owner: "a\\0b" }', 'visible characters'],
    ['entries:\n  - set: { owner: "  " }', 'expected the name of an owner of 1 to 1000 visible characters, got "  "'],
    ['entries:\n  - set: { tags: [a, ""] }', 'visible characters'],
    ['entries:\n  - set: { owner: a, owner: b }', 'expected owner once in set, got it twice'],
    ['entries:\n  - match: { rule: a }', 'expected an entry to set'],
    ['entries:\n  - just text', 'expected an entry with match, set, got "just text"'],
    ['entries: 5', 'c.yaml:1: expected a list of entries'],
    ['kind: AlertPolicy\nentries: []', 'expected kind: Catalog, got "AlertPolicy"'],
    ['- a\n- b', 'expected a catalog with apiVersion, kind, entries, got a list'],
    ['entries: [\n', 'c.yaml:2: '],
    ['entries:\n\t- a', 'c.yaml:2: '],
    ['a: 1\n---\nb: 2', 'c.yaml:'],
    ['entries:\n  - set: { __proto__: a, constructor: b }', '"__proto__"'],
    ['x: &x a\nentries:\n  - set: { owner: *x }', 'the alias *x, which is not followed'],
  ])('%j is told by line', (text, message) => {
    expect(problemsOf(text)).toContain(message);
  });

  it('is refused where it is too long to be one', () => {
    expect(problemsOf('x'.repeat(MAX_CATALOG_LENGTH + 1))).toContain('expected at most 1000000 characters');
  });

  it('has all of them in one message', () => {
    expect(problemsOf('entries:\n  - set: { target: -1 }\n  - set: { importance: 9 }')).toMatch(
      /^2 problems:\n {2}c\.yaml:2: .*\n {2}c\.yaml:3: /,
    );
  });

  it('costs no time worth mentioning, however it was made to', () => {
    const bomb = Array.from({ length: 30 }, (_, i) => `a${i}: &a${i} [${`*a${i - 1},`.repeat(i === 0 ? 0 : 9)}]`).join(
      '\n',
    );
    const texts = [
      bomb,
      '['.repeat(30_000),
      `entries: ${'[{'.repeat(20_000)}`,
      `entries:\n  - set: {${Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join(', ')}}`,
      `{${'a: 1, '.repeat(20_000)}}`,
    ];
    for (const text of texts) expect(problemsOf(text).length).toBeLessThan(100_000);
  });

  it('is an error or a catalog for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ae:-[]{}*&\n "\'#|>!%@`?,0\t') }), (text) => {
        problemsOf(text);
        problemsOf(`entries:\n  - ${text}`);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('patterns', () => {
  it('match as the regular expression of the same meaning', () => {
    const unit = fc.constantFrom(...'ab*?\\');
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 8 }),
        fc.string({ unit: fc.constantFrom(...'ab*'), maxLength: 10 }),
        (pattern, text) => {
          const source = pattern.replace(/\\(.)|([*?])|([^\w])/gs, (_, taken: string, wild: string, other: string) => {
            if (taken !== undefined) return `\\u{${taken.codePointAt(0)!.toString(16)}}`;
            if (wild !== undefined) return wild === '*' ? '.*' : '.';
            return `\\u{${other.codePointAt(0)!.toString(16)}}`;
          });
          expect([pattern, text, globMatcher(pattern)(text)]).toEqual([
            pattern,
            text,
            new RegExp(`^${source}$`, 'su').test(text),
          ]);
        },
      ),
      { seed: 2, numRuns: 5000 },
    );
  });

  it('of an exact text fit it and nothing else', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab*?\\'), maxLength: 6 });
    fc.assert(
      fc.property(text, text, (own, other) => {
        const fits = globMatcher(exactGlob(own));
        expect([fits(own), fits(other)]).toEqual([true, other === own]);
      }),
      { seed: 3, numRuns: 2000 },
    );
  });

  it('take characters whole, and are done at once where stars pile up', () => {
    expect(globMatcher('?')('🙂')).toBe(true);
    expect(globMatcher('*a'.repeat(250))(`${'a'.repeat(20_000)}b`)).toBe(false);
    expect(globMatcher(`${'*'.repeat(499)}b`)('a'.repeat(20_000))).toBe(false);
  });
});
