import { parseDay } from '@dqs/core';

import { EXAMPLE, policyText, problemsOf } from '../support/policies.js';

describe('a policy that can decide but says what cannot be meant is doubted:', () => {
  const doubt = (lines: string, today?: string) =>
    problemsOf(policyText(lines), today === undefined ? {} : { today: parseDay(today)! });

  it('a route behind one that takes all of it', () => {
    expect(
      doubt(
        'routes: [{ match: { owner: [a, b] }, to: [chat] }, { match: { owner: a, severity: critical }, to: [chat] }, { to: [chat] }]',
      ),
    ).toBe(
      'doubt 6:52: expected a route that something reaches, got one behind line 6, which takes all of it; move it up or add continue: true there',
    );
    expect(
      doubt(
        'routes: [{ match: { owner: a }, to: [chat], continue: true }, { match: { owner: a }, to: [chat] }, { to: [chat] }]',
      ),
    ).toBe('none');
    expect(doubt('routes: [{ to: [chat] }, { match: { tags: gold }, to: [chat] }]')).toContain('got one behind line 6');
    expect(doubt('routes: [{ match: { owner: "*" }, to: [chat] }, { to: [chat] }]')).toBe('none');
    expect(doubt('routes: [{ to: [chat], routes: [{ match: { owner: a } }, { match: { owner: a } }] }]')).toContain(
      'got one behind line 6',
    );
  });

  it('a rule that no route can match, or only some of what it finds', () => {
    expect(doubt('routes: [{ match: { severity: critical }, to: [chat] }]')).toContain(
      'expected a route for low, got none that can match it',
    );
    expect(doubt('routes: [{ match: { level: model }, to: [chat] }]')).toContain('got none that can match it');
    expect(doubt('routes: [{ match: { owner: a }, to: [chat] }]')).toContain(
      'expected a route for whatever low finds, got some that depend on labels',
    );
    expect(doubt('routes: [{ match: { alert: low }, to: [chat] }]')).toBe('none');
  });

  it('a silence that has ended, from the day after its last one', () => {
    const silence = 'silences: [{ match: { dataset: x }, until: 2026-12-31, comment: Migration, by: ann }]';
    expect(doubt(silence, '2026-12-31')).toBe('none');
    expect(doubt(silence, '2027-01-01')).toContain(
      'expected a silence that still holds, got one that ended on 2026-12-31 (Migration); remove it',
    );
  });

  it('a receiver that nothing leads to, and an owner whom no catalog names', () => {
    expect(
      doubt('receivers: { chat: { slack: { channel: C1, token: { env: T } } }, lost: { teams: { url: { env: U } } } }'),
    ).toContain('expected a route to lost, got none');
    expect(problemsOf(EXAMPLE.replace('match: { owner: team-payments }', 'match: { owner: team-paiments }'))).toBe(
      'doubt 49:5: expected an owner that a catalog names, got "team-paiments"; did you mean "team-payments"?',
    );
    expect(
      problemsOf(EXAMPLE.replace('match: { owner: team-payments }', 'match: { owner: ann }'), { owners: ['ann'] }),
    ).toBe('none');
  });
});
