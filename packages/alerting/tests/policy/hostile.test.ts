import { DqsError } from '@dqs/core';
import * as fc from 'fast-check';

import { MAX_POLICY_LENGTH, readPolicy } from '../../src/policy/read-policy.js';
import { runPolicyTests } from '../../src/simulate/policy-tests.js';
import { EXAMPLE, policyText, problemsOf } from '../support/policies.js';

const read = (text: string) => readPolicy(text, 'p.yaml').policy;

describe('hostile files', () => {
  it.each([
    ['too long', 'x'.repeat(MAX_POLICY_LENGTH + 1), `expected at most ${MAX_POLICY_LENGTH} characters`],
    ['nested a hundred thousand times', `rules: ${'['.repeat(100_000)}`, 'p.yaml'],
    [
      'nested in blocks',
      Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`)
        .join('\n')
        .slice(0, 900_000),
      'p.yaml',
    ],
    [
      'an alias',
      EXAMPLE.replace("days: mon-fri, from: '08:00'", "days: &d mon-fri, from: '08:00'").replace(
        "dates: ['2026-12-24/2027-01-02']",
        'days: *d',
      ),
      'the alias *d, which is not followed',
    ],
    [
      'a bomb of aliases',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 40 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`},*${i === 0 ? 'a' : `b${i - 1}`}]`).join('\n')}`,
      'expected kind',
    ],
    ['names of objects', 'kind: AlertPolicy\n__proto__: 1\nconstructor: 2\ntoString: 3', 'got "__proto__"'],
    [
      'a receiver named __proto__',
      policyText(
        'receivers: { chat: { slack: { channel: C1, token: { env: T } } }, __proto__: { teams: { url: { env: T } } } }',
      ).replace('to: [chat]', 'to: [chat, toString, constructor]'),
      'expected the name of a receiver, got "toString"',
    ],
    [
      'control characters',
      EXAMPLE.replace("comment: 'Migration", 'comment: "Mig\\u0007ration"').replace(
        'comment: Migration',
        'comment: "Mig\\u0007ration"',
      ),
      'visible characters',
    ],
    ['a name twice', `${policyText('')}\nrules: []`, 'expected rules once in an alert policy, got it twice'],
    ['no mapping', '- a\n- b', 'expected kind'],
    ['broken YAML', 'kind: [AlertPolicy', 'p.yaml:1: '],
    ['many documents', '---\nkind: x\n'.repeat(5000), 'expected kind'],
    ['a mapping as a name', policyText('? { a: b }\n: c'), 'got a mapping'],
  ])('are refused with a message: %s', (_name, text, expected) => {
    expect(problemsOf(text)).toContain(expected);
  });

  it('names that objects have by themselves are names like any other', () => {
    const { receivers } = read(
      policyText(
        'receivers: { chat: { slack: { channel: C1, token: { env: T } } }, __proto__: { teams: { url: { env: T } } } }\nroutes: [{ to: [chat, __proto__] }]',
      ),
    );
    expect([...receivers.keys()]).toEqual(['chat', '__proto__']);
  });

  it('more routes or rules than anyone writes are refused, since each is compared with all others', () => {
    const many = (text: string, count: number) => `[${Array.from({ length: count }, () => text).join(', ')}]`;
    expect(problemsOf(policyText(`routes: ${many('{ to: [chat] }', 501)}`))).toContain(
      'expected at most 500 of routes, got 501',
    );
    const wide = many(`{ match: { owner: [${'a,'.repeat(60)}b] }, to: [chat] }`, 500);
    expect(problemsOf(policyText(`routes: ${wide}`)).split('\n').length).toBeGreaterThan(400);
    expect(problemsOf(policyText(`rules: ${many('{ id: a, when: earned }', 2001)}`))).toContain(
      'expected at most 2000 of rules, got 2001',
    );
  });

  it('thousands of rules, routes and patterns take their size in time, not its square', () => {
    const rules = Array.from(
      { length: 2000 },
      (_, i) => `  - { id: r${i}, when: '${'earned and '.repeat(20)}earned' }`,
    );
    const text = policyText(`rules:\n${rules.join('\n')}`);
    expect(read(text).rules).toHaveLength(2000);
    const patterns = policyText(
      `silences: [{ match: { dataset: '${'*a'.repeat(200)}b' }, until: 2026-12-31, comment: c, by: b }]`,
    );
    const { matches } = read(patterns).quiets[0]!;
    expect(matches({ labels: { dataset: 'a'.repeat(5000) }, rule: 'low', level: 'series', severity: 'info' })).toBe(
      false,
    );
  });
});

describe('a damaged policy', () => {
  it('is read or refused by a list of problems, and never ends otherwise', () => {
    const piece = fc.constantFrom(
      '',
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '- ',
      "'",
      '"',
      '\n',
      '  ',
      '*a',
      '&a ',
      '? ',
      '|',
      '>',
      '#',
      '!!set ',
      '<<: ',
      'null',
      'true',
      '0x1',
      '.nan',
      '-1',
      '1e999',
      '\u2028',
      '\u0000',
    );
    const damage = fc.tuple(fc.nat(EXAMPLE.length), fc.nat(40), fc.array(piece, { maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const text = damages.reduce(
          (now, [at, length, pieces]) => now.slice(0, at) + pieces.join('') + now.slice(at + length),
          EXAMPLE,
        );
        try {
          const { policy } = readPolicy(text, 'p.yaml');
          runPolicyTests(policy);
        } catch (error) {
          if (!DqsError.is(error) || error.code !== 'policy-invalid') throw error;
        }
      }),
      { numRuns: 400, seed: 31 },
    );
  });
});
