import { parseDay } from '@dqs/core';

import { readPolicy } from '../../src/policy/read-policy.js';
import { EXAMPLE, policyText, problemsOf } from '../support/policies.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const read = (text: string) => readPolicy(text, 'p.yaml').policy;
const inExample = (from: string, to: string) => {
  expect(EXAMPLE).toContain(from);
  return problemsOf(EXAMPLE.replace(from, to));
};

describe('a policy file', () => {
  it('is read whole: every key of the example', () => {
    const policy = read(EXAMPLE);
    expect(policy).toMatchObject({ name: 'main', timezone: 'Europe/Berlin', target: 95, importance: 1 });
    expect(policy.rules.map(({ id, level, dryRun, isForecast }) => [id, level, dryRun, isForecast])).toEqual([
      ['slo_risk', 'series', false, true],
      ['below_target', 'series', false, false],
      ['source_silent', 'source', false, false],
      ['degraded', 'model', false, false],
      ['drift', 'model', true, false],
    ]);
    expect(policy.rules[0]).toMatchObject({
      when: { text: 'p_below_target >= 0.6' },
      clear: { text: 'p_below_target < 0.4' },
      keepFiring: { kind: 'results', count: 1 },
      requires: [{ condition: { text: 'earned' } }, { quota: { count: 20, days: 28 } }],
      severity: [{ severity: 'critical' }, { severity: 'warning', condition: { text: 'true' } }],
    });
    expect(policy.rules[1]!.keepFiring).toEqual({ kind: 'good-results', count: 2 });
    expect(policy.rules[2]!.inhibits).toEqual({ rules: ['slo_risk', 'below_target', 'degraded'], equal: ['source'] });
    expect(policy.incidents).toEqual({
      groupBy: ['source', 'dataset'],
      groupWaitMs: 10 * MINUTE,
      leadLag: { q: 0.01, maxDays: 3 },
      reopenWithinMs: 3 * DAY,
      resolutionReasons: ['fixed-upstream', 'fixed-rule', 'expected', 'false-alarm', 'duplicate'],
    });
    expect(policy.routes.map(({ to, repeat, continues, place }) => [to, repeat, continues, place.line])).toEqual([
      [['page'], 'on-change', true, 46],
      [['slack-payments'], 'on-change', false, 49],
      [['digest'], 'on-change', false, 52],
      [['slack-data'], 'on-change', false, 54],
    ]);
    expect(policy.budgets).toMatchObject([{ owner: '*', pages: { count: 3, ms: 7 * DAY }, overflow: 'digest' }]);
    expect(
      [...policy.receivers.values()].map(({ name, channel, isPage, digestAt, outside }) => [
        name,
        channel,
        isPage,
        digestAt,
        outside,
      ]),
    ).toEqual([
      ['page', 'pagerduty', true, undefined, undefined],
      ['slack-payments', 'slack', false, undefined, 'digest'],
      ['slack-data', 'slack', false, undefined, undefined],
      ['digest', 'email', false, 7 * 60 + 45, undefined],
    ]);
    expect(policy.quiets.map(({ kind, why }) => [kind, why])).toEqual([
      ['window', 'window freeze: Yearly close'],
      ['silence', 'silenced to 2026-12-31 by ann: Migration'],
    ]);
    expect(policy.tests).toHaveLength(1);
    expect(policy.entries).toHaveLength(2);
  });

  it('says nothing doubtful in the example', () => {
    expect(problemsOf(EXAMPLE, { today: parseDay('2026-12-31')! })).toBe('none');
  });

  it('has a digest that comments, blanks and the order of names do not change, and that any value does', () => {
    const one = read(
      policyText(
        'budgets: [{ owner: a, pages: 3 per 7d, overflow: mail }]\nreceivers: { chat: { slack: { channel: C1, token: { env: T } } }, mail: { email: { to: a@b.c }, at: "07:45" } }',
      ),
    );
    const two = read(
      policyText(
        '# why\nreceivers: { mail: { at: "07:45", email: { to: a@b.c } }, chat: { slack: { token: { env: T }, channel: C1 } } }\nbudgets:\n  - pages: 3 per 7d\n    owner: a\n    overflow: mail',
      ),
    );
    const three = read(
      policyText(
        'budgets: [{ owner: a, pages: 4 per 7d, overflow: mail }]\nreceivers: { chat: { slack: { channel: C1, token: { env: T } } }, mail: { email: { to: a@b.c }, at: "07:45" } }',
      ),
    );
    expect(two.digest).toBe(one.digest);
    expect(three.digest).not.toBe(one.digest);
  });

  it('routes inherit what they do not say', () => {
    const { routes } = read(
      policyText(
        'routes: [{ to: [chat], repeat: { every: 4 results }, routes: [{ match: { owner: a } }, { match: { owner: b }, repeat: 24h }] }]',
      ),
    );
    const inner = routes[0]!.routes.map(({ to, repeat }) => ({ to, repeat }));
    expect(routes[0]).toMatchObject({ to: ['chat'], repeat: { every: { count: 4 } } });
    expect(inner).toMatchObject([
      { to: ['chat'], repeat: { every: { kind: 'results', count: 4 } } },
      { to: ['chat'], repeat: { every: { kind: 'time', ms: DAY } } },
    ]);
  });
});

describe('a problem is told with line and column, what was expected, what came and what to do:', () => {
  it.each([
    [
      'keep_firing: 1 result',
      'keep_fireing: 1 result',
      ':19:5: expected id, description, level',
      '"keep_fireing"; did you mean "keep_firing"?',
    ],
    [
      'keep_firing: 1 result',
      'keep_firing: a while',
      ':19:18: expected 3d, 1 result, or 2 good results, got "a while"',
      '',
    ],
    [
      'keep_firing: 1 result',
      'keep_firing: 1 result\n    for: 2 good results',
      ':14:5: expected for: a length of time or a number of results',
      '',
    ],
    [
      'when: p_below_target >= 0.6',
      'when: p_below_targt >= 0.6',
      ':15:11: expected a fact of rules of level series',
      'did you mean "p_below_target"?',
    ],
    [
      'clear: p_below_target < 0.4',
      "clear: 'importance == 1 and p_below_target < 40'",
      ':16:50: expected a share from 0 to 1 beside p_below_target, got 40; write 0.4 or 40 %',
      '',
    ],
    [
      'requires: [earned, min_executions',
      'requires: [erned, min_executions',
      ':17:16: expected a fact',
      'did you mean "earned"?',
    ],
    [
      'min_executions: 20/28d',
      'min_executions: 20 a month',
      ':17:40: expected executions within days, such as 20/28d, got "20 a month"',
      '',
    ],
    [
      'severity: { critical: importance',
      'severity: { crtical: importance',
      ':18:17: expected critical, warning, info in severity, got "crtical"; did you mean "critical"?',
      '',
    ],
    [
      'level: source',
      'level: sauce',
      ':25:12: expected what the rule judges: series, source, model, system, got "sauce"; did you mean "source"?',
      '',
    ],
    ['- id: drift', '- id: slo_risk', ':32:5: expected each id once, got slo_risk, which line 14 has too', ''],
    [
      'rules: [slo_risk, below_target',
      'rules: [slo_risk, bellow_target',
      ':27:35: expected the id of a rule in inhibits, got "bellow_target"; did you mean "below_target"?',
      '',
    ],
    ['to: [page]', 'to: [pager]', ':47:10: expected the name of a receiver, got "pager"; did you mean "page"?', ''],
    [
      'timezone: Europe/Berlin',
      'timezone: Europe/Berlim',
      ':7:23: expected a time zone, such as Europe/Berlin, got "Europe/Berlim"',
      '',
    ],
    ["from: '08:00'", "from: '8:00'", ':10:32: expected a time of day, such as 08:00, got "8:00"', ''],
    ["from: '08:00', to: '18:00'", "from: '08:00'", ':10:9: expected from and to together', ''],
    ["from: '08:00', to: '18:00'", "from: '08:00', to: '08:00'", ':10:9: expected to other than from', ''],
    ['days: mon-fri', 'days: mon-fry', ':10:17: expected days of the week, such as mon-fri, got "mon-fry"', ''],
    ['2026-12-24/2027-01-02', '2027-12-24/2027-01-02', ':11:21: expected a date, or two with a slash', ''],
    [
      'until: 2026-12-31',
      'until: 2026-12-32',
      ':75:46: expected the last day, such as 2026-12-31, got "2026-12-32"',
      '',
    ],
    [
      'calendar: freeze, mode',
      'calendar: freze, mode',
      ':73:42: expected the name of a calendar, got "freze"; did you mean "freeze"?',
      '',
    ],
    [
      'active: work',
      'active: wrok',
      ':62:5: expected active: always or the name of a calendar, got "wrok"; did you mean "work"?',
      '',
    ],
    [
      'outside: digest',
      'outside: page',
      ':62:5: expected outside: wait or the name of a receiver with `at`, got "page"; add at: "07:45" to page so that it collects',
      '',
    ],
    [
      'outside: digest',
      'outside: digset',
      ':62:5: expected outside: wait or the name of a receiver with `at`, got "digset"; did you mean "digest"?',
      '',
    ],
    ['overflow: digest', 'overflow: slack-data', ':57:46: expected overflow: the name of a receiver with `at`', ''],
    [
      'pages: 3 per 7d',
      'pages: 3 a week',
      ':57:26: expected a number within a length of time, such as 3 per 7d, got "3 a week"',
      '',
    ],
    [
      'routing_key: { env: PD_KEY }',
      'routing_key: abcdef',
      ':60:37: expected { env: NAME } or { file: path } for routing key of a PagerDuty service',
      'keep secrets out of the policy',
    ],
    [
      'pagerduty: { routing_key',
      'pagerdty: { routing_key',
      ':60:11: expected slack, teams, email, pagerduty',
      'did you mean "pagerduty"?',
    ],
    ["at: '07:45', even", 'even', ':70:11: expected even_if_quiet only where `at` says when the digest is sent', ''],
    [
      '{ severity: critical }',
      '{ severity: crit }',
      ':46:24: expected a severity: info, warning, critical, got "crit"',
      '',
    ],
    [
      'pass: [99, 99, 71',
      'pass: [99, 99, 710',
      ':79:13: expected at most n: 100 passes a day, got 710; write n: 710 or more',
      '',
    ],
    [
      'kind: AlertPolicy',
      'kind: AlertPolice',
      ':3:1: expected kind: AlertPolicy or Catalog in a document, got "AlertPolice"; did you mean "AlertPolicy"?',
      '',
    ],
    [
      'target: 99, importance: 5',
      'target: 990, importance: 5',
      ':90:39: expected a pass percentage from 0 to 100, got "990"',
      '',
    ],
    [
      'apiVersion: dqs/v1\nkind: AlertPolicy',
      'kind: AlertPolicy',
      ':3:1: expected apiVersion in an alert policy, got none',
      '',
    ],
  ])('%s → %s', (from, to, start, rest) => {
    const message = inExample(from, to);
    expect(message).toContain(`p.yaml${start}`);
    expect(message).toContain(rest);
  });

  it('all that are wrong at once, in the order of the file', () => {
    const text = EXAMPLE.replace('>= 0.6\n', '>= 60\n')
      .replace('    continue: true', '    contine: true')
      .replace('mode: mute', 'mode: loud');
    expect(
      problemsOf(text)
        .split('\n')
        .map((line) => /p\.yaml:\d+/.exec(line)?.[0]),
    ).toEqual([undefined, 'p.yaml:15', 'p.yaml:48', 'p.yaml:73']);
  });

  it('calendars whose exceptions lead back to themselves', () => {
    const text = policyText('calendars: { a: { except: b }, b: { except: c }, c: { except: a } }');
    expect(problemsOf(text)).toContain('expected exceptions of c that do not lead back to it, got a');
  });

  it('a route that leads nowhere, a second policy, and a file without one', () => {
    expect(problemsOf(policyText('routes: [{ match: { owner: a } }, { to: [chat] }]'))).toContain(
      'expected to: with receivers in a route',
    );
    expect(problemsOf(`${EXAMPLE}\n---\nkind: AlertPolicy`)).toContain(
      'expected one document of kind AlertPolicy, got another',
    );
    expect(problemsOf('kind: Catalog\nentries: []')).toContain('expected a document of kind: AlertPolicy, got none');
    expect(problemsOf('')).toContain('expected a document of kind: AlertPolicy, got none');
  });
});
