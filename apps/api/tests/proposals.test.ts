import type { FastifyInstance } from 'fastify';

import { openWorld, serverOf, type World } from './support/world.js';

let world: World;
let server: FastifyInstance;
beforeAll(async () => {
  world = await openWorld();
  server = await serverOf(world.services);
});
afterAll(async () => {
  await server.close();
  await world.close();
});

const post = (url: string, payload: object) => server.inject({ method: 'POST', url, payload });
const policy = (threshold: string, more = '') => `apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: checks }
rules: [{ id: below, when: p_below_target >= ${threshold} }]
routes: [{ to: [data] }]
receivers: { data: { webhook: { url: "https://example.org/hook", secret: { env: DQS_SECRET_HOOK } } } }
${more}`;
const check = async (text: string) =>
  (await post('/api/v1/policies/alerts/check', { text })).json<{
    policy: { thresholds: object[] } | null;
    problems: { line: number; problem: string; fix: string | null }[];
    doubts: { line: number; problem: string }[];
  }>();

interface Simulated {
  readonly now: { readonly warnings: number; readonly right: number; readonly graded: number };
  readonly proposed: { readonly warnings: number };
  readonly weeks: readonly { readonly now: number; readonly proposed: number }[];
  readonly odds: readonly { readonly from: number; readonly warned: number; readonly right: number }[];
  readonly only_now: { readonly count: number };
}

describe('a policy that somebody writes', () => {
  it('is checked line by line: what was expected, what is there, what to do', async () => {
    const { policy: read, problems } = await check(policy('0.6').replace('p_below_target', 'p_below'));
    expect(read).toBeNull();
    expect(problems).toEqual([
      {
        line: 4,
        column: 28,
        problem: expect.stringContaining('expected') as string,
        fix: null,
      },
    ]);
  });

  it('tells where its thresholds stand, and what it cannot mean', async () => {
    const found = await check(
      policy('60 %', 'silences: [{ match: { dataset: x }, until: 2020-01-01, comment: c, by: b }]'),
    );
    expect(found.policy!.thresholds).toEqual([
      { rule: 'below', fact: 'p_below_target', warn: { value: 0.6, text: '60 %', line: 4, column: 46 }, clear: null },
    ]);
    expect(found.doubts).toEqual([expect.objectContaining({ line: 7 })]);
  });

  it.each([
    ['a broken line', 'rules: [', /must be sufficiently indented and end with a \]/],
    ['no document', '# nothing', /expected a document/],
    ['aliases that grow', `a: &a [x,x]\nb: &b [*a,*a]\nkind: *b`, /expected/],
    ['a catalog elsewhere', policy('0.6', 'catalog: /etc/passwd'), /expected the catalog in the policy itself/],
    ['control characters', policy('0.6').replace('checks', '"\\u0000"'), /expected/],
    ['names of prototypes', policy('0.6').replace('rules:', '__proto__: {}\nconstructor: 1\nrules:'), /constructor/],
  ])('is refused and not read further: %s', async (_name, text, message) => {
    const { policy: read, problems } = await check(text);
    expect([read, problems.map(({ problem }) => problem).join('\n')]).toEqual([null, expect.stringMatching(message)]);
  });

  it('is refused beyond 200,000 characters', async () => {
    const answer = await post('/api/v1/policies/alerts/check', { text: `# ${'x'.repeat(200_000)}` });
    expect(answer.statusCode).toBe(400);
  });

  it('runs its tests', async () => {
    const tests = `tests:
  - name: odds of 70 % are told
    series: { dataset: orders, rule: '104', pass: [100], p_below_target: [0.7] }
    expect: [{ day: 0, sent: [data] }]`;
    const url = '/api/v1/policies/alerts/test';
    expect((await post(url, { text: policy('0.6', tests) })).json()).toMatchObject({ passed: 1, failed: 0 });
    const failed = (await post(url, { text: policy('0.8', tests) })).json<{ failed: number; tests: object[] }>();
    expect(failed).toMatchObject({
      failed: 1,
      tests: [{ name: 'odds of 70 % are told', line: 8, failures: [{ line: 10 }] }],
    });
    expect((await post(url, { text: 'x' })).json()).toMatchObject({ code: 'policy-invalid' });
  });
});

describe('a simulation', () => {
  const simulate = async (text: string, days = 28) => post('/api/v1/policies/alerts/simulate', { text, days });

  it('of the policy in force changes nothing', async () => {
    const answer = (await simulate(policy('0.6'))).json<Simulated>();
    expect(answer.proposed).toEqual(answer.now);
    expect(answer.only_now.count).toBe(0);
  });

  it('of a threshold that nothing reaches warns of nothing', async () => {
    const { now, proposed, weeks, only_now: only } = (await simulate(policy('0.6'))).json<Simulated>();
    const none = (await simulate(policy('1'))).json<Simulated>();
    expect(none.now).toEqual(now);
    expect(now.warnings).toBeGreaterThan(0);
    expect([none.proposed.warnings, proposed.warnings, only.count]).toEqual([0, now.warnings, 0]);
    expect(weeks.reduce((sum, one) => sum + one.now, 0)).toBe(now.warnings);
  });

  it('is refused for a policy that can decide nothing, and for other spans', async () => {
    expect((await simulate('x')).json()).toMatchObject({ code: 'policy-invalid' });
    expect((await simulate(policy('0.6'), 3650)).statusCode).toBe(400);
  });
});

describe('what an act would do', () => {
  it('is told of a silence before it is made', async () => {
    const preview = (match: object) => post('/api/v1/silences/preview', { match });
    expect((await preview({ dataset: ['orders'] })).json()).toMatchObject({
      ...{ series: 3, firing: 2, named: ['acme/orders/101', 'acme/orders/102', 'globex/orders/101'] },
      alerts: [{ rule: 'below' }, { rule: 'below' }],
    });
    expect((await preview({ tenant: ['globex'] })).json()).toMatchObject({ series: 2, firing: 1 });
    expect((await preview({ dataset: ['constructor'] })).json()).toMatchObject({ series: 0, firing: 0 });
    expect((await preview({})).statusCode).toBe(400);
    expect(await world.services.alerting!.store.silences('checks')).toEqual([]);
  });

  it('is told of a mark before it is made', async () => {
    const series = 'globex/stock/201';
    const preview = (body: object) => post('/api/v1/marks/preview', { series, ...body });
    const none = (await preview({ kind: 'fixed' })).json<{ warned: number; fewer: { warned: number } }>();
    expect(none.warned).toBeGreaterThan(0);
    expect(none.fewer.warned).toBe(0);
    const all = (await preview({ kind: 'expected-until', below: 0 })).json<typeof none>();
    expect(all.fewer.warned).toBe(none.warned);
    expect((await preview({ kind: 'expected-until', below: 100 })).json()).toMatchObject({ fewer: { warned: 0 } });
    expect((await preview({ kind: 'expected-until' })).json()).toMatchObject({ code: 'request-invalid' });
    expect((await preview({ series: '../x', kind: 'fixed' })).json()).toMatchObject({ code: 'series-unknown' });
    expect(await world.services.alerting!.store.marks('checks')).toEqual([]);
  });
});

describe('messages', () => {
  const list = async (query: string) =>
    (await server.inject(`/api/v1/messages?${query}`)).json<{ data: { id: string; state: string }[] }>().data;

  it('are listed, the last first, and sent again where nobody tries them any more', async () => {
    expect((await list('')).map(({ id }) => id)).toEqual(['msg-waits', 'msg-off', 'msg-dead']);
    expect((await list('state=dead')).map(({ id }) => id)).toEqual(['msg-dead']);
    expect((await post('/api/v1/messages/msg-dead/resend', {})).json()).toEqual({ id: 'msg-dead', state: 'waiting' });
    expect(await list('state=dead')).toEqual([]);
    for (const id of ['msg-dead', 'msg-waits', 'constructor', '..%2f']) {
      expect((await post(`/api/v1/messages/${id}/resend`, {})).json()).toMatchObject({ code: 'message-unknown' });
    }
  });

  it('reach a receiver again that was switched off', async () => {
    expect((await post('/api/v1/receivers/gone/switch-on', {})).json()).toEqual({ receiver: 'gone' });
    expect((await post('/api/v1/receivers/gone/switch-on', {})).json()).toMatchObject({ code: 'receiver-unknown' });
  });
});
