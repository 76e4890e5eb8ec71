import { parseDay } from '@dqs/core';

import { MAX_POLICY_LENGTH, readPolicy } from '../../src/policy/read-policy.js';
import { policyJsonSchema } from '../../src/policy/json-schema.js';
import type { JsonSchema } from '../../src/policy/schema/shape.js';
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

describe('the JSON schema for editors', () => {
  const schema = policyJsonSchema();
  const at = (path: readonly string[]): JsonSchema =>
    path.reduce<JsonSchema>((found, name) => {
      const next =
        name === '[]' ? found.items : (found.properties?.[name] ?? (found.additionalProperties as JsonSchema));
      return (
        next ?? found.anyOf!.map((one) => (name === '[]' ? one.items : one.properties?.[name])).find((one) => one)!
      );
    }, schema);

  it('closes every mapping of the policy, says what is required, and describes each name', () => {
    const open: string[] = [];
    const walk = (node: JsonSchema, path: string) => {
      if (node.properties && node.additionalProperties !== false) open.push(path);
      for (const [name, one] of Object.entries(node.properties ?? {})) walk(one, `${path}.${name}`);
      for (const one of [node.items, ...(node.anyOf ?? [])]) if (one) walk(one, `${path}[]`);
    };
    walk(schema, '');
    expect(open).toEqual([]);
    expect(schema.required).toEqual(['apiVersion', 'kind', 'rules', 'routes', 'receivers']);
    expect(at(['rules', '[]']).required).toEqual(['id', 'when']);
    expect(at(['rules', '[]', 'level']).enum).toEqual(['series', 'source', 'model', 'system']);
    expect(at(['receivers', 'page', 'pagerduty']).required).toEqual(['routing_key']);
    expect(at(['defaults', 'target'])).toMatchObject({ type: 'number', minimum: 0, maximum: 100, default: 100 });
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });
});
