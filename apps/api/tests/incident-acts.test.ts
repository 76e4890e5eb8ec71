import { join } from 'node:path';

import type { Incident } from '@dqs/alerting';
import { FileStore, SILENT_LOGGER } from '@dqs/core';
import { parseAuditEntry } from '@dqs/core/audit';
import { auditIn } from '@dqs/runtime';
import { ApiKeys } from '@dqs/runtime/serving';
import type { FastifyInstance } from 'fastify';

import { openWorld, serverOf, type World } from './support/world.js';

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly title: string | null;
  readonly root: string | null;
  readonly acknowledged_by: string | null;
  readonly fix_by: string | null;
  readonly fixed_by: string | null;
  readonly members: readonly { readonly subject: string }[];
  readonly events: readonly { readonly kind: string; readonly by?: string; readonly note?: string }[];
  readonly changed?: readonly string[];
  readonly code?: string;
  readonly detail?: string;
}

let world: World;
let server: FastifyInstance;
const texts = new Map<string, string>();

beforeAll(async () => {
  world = await openWorld({ hasDatabase: true });
  const keys = new ApiKeys(new FileStore(join(world.folder, 'store')), { clock: world.clock });
  server = await serverOf({ ...world.services, keys });
  for (const [name, role, tenants] of [
    ['all', 'operator', undefined],
    ['acme', 'operator', ['acme']],
    ['viewer', 'viewer', undefined],
  ] as const) {
    const facts = { env: 'test', name, role, by: 'ann', lifetimeMs: 3_600_000 };
    texts.set(name, (await keys.create({ ...facts, ...(tenants && { tenants }) })).text);
  }
});
afterAll(async () => {
  await server.close();
  await world.close();
});

/** Incidents as they were at first. */
let first: readonly Incident[] | undefined;
beforeEach(async () => {
  const { store } = world.services.alerting!;
  const { version, state } = await store.load('checks');
  first ??= state.incidents;
  const act = { kind: 'comment', note: 'anew', at: 1, by: 'x', incident: 'x' } as const;
  const step = { kind: 'act', at: 1, policy: 'p', act } as const;
  const next = { ...state, incidents: first };
  await store.transact((tx) =>
    store.save(tx, { name: 'checks', before: version, state: next, incidents: next.incidents, step }),
  );
});

async function post(who: string, path: string, payload?: object, more: Record<string, string> = {}) {
  const headers = { authorization: `Bearer ${texts.get(who)}`, ...more };
  const url = `/api/v1/incidents/${path}`;
  const answer = await server.inject({ method: 'POST', url, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, etag: String(answer.headers['etag']), body: answer.json<Shown>() };
}

describe('an incident in somebody’s hands', () => {
  it('is taken with what is said and expected, handed over, and given back', async () => {
    const taken = await post('all', 'inc-1/acknowledge', {
      note: ' <script>alert(1)</script> ',
      fix_by: '2026-05-03T09:00:00Z',
    });
    expect([taken.status, taken.body]).toMatchObject([
      200,
      { state: 'acknowledged', acknowledged_by: 'all', fix_by: '2026-05-03T09:00:00.000Z' },
    ]);
    expect(taken.body.events.at(-1)).toMatchObject({ by: 'all', note: '<script>alert(1)</script>' });
    expect((await post('all', 'inc-1/acknowledge')).status).toBe(200);
    expect((await post('all', 'inc-1/assign', { to: 'bob' })).body).toMatchObject({ acknowledged_by: 'bob' });
    expect((await post('all', 'inc-1/assign', { to: null })).body).toMatchObject({
      state: 'open',
      acknowledged_by: null,
    });
  });

  it('is fixed with its series, or some of them, and the day may be left out of grading', async () => {
    const before = (await entriesOf()).length;
    const { body } = await post('all', 'inc-3/fixed', { note: 'reloaded', leave_out: true });
    expect((await entriesOf()).length).toBe(before + 1);
    expect(body).toMatchObject({ state: 'acknowledged', acknowledged_by: 'all', fixed_by: 'all' });
    const marks = await world.services.alerting!.store.marks('checks');
    const day = Math.floor(world.clock.now() / 86_400_000);
    expect(marks.map(({ series, kind, day: on, comment }) => [series, kind, on, comment])).toEqual(
      ['acme/orders/101', 'globex/orders/101'].map((id) => [id, 'fixed', day, 'reloaded']),
    );
    expect(await world.ledger.interventions({ from: day, to: day })).toHaveLength(2);
    expect((await post('all', 'inc-3/not-fixed')).body.fixed_by).toBeNull();
    const strange = await post('all', 'inc-1/fixed', { series: ['globex/orders/101'] });
    expect([strange.status, strange.body.code]).toEqual([404, 'series-unknown']);
    const late = await post('all', 'inc-1/fixed', { day: '2026-04-29', leave_out: true });
    expect([late.status, late.body.detail]).toEqual([
      400,
      expect.stringContaining('a day of which no result has come'),
    ]);
    // What was refused has left nothing.
    expect((await post('all', 'inc-1/comment', { note: 'a' })).body.fixed_by).toBeNull();
  });

  it('has a name and a root, is merged, split, and put back', async () => {
    expect((await post('all', 'inc-3/name', { title: 'Half a load' })).body.title).toBe('Half a load');
    expect((await post('all', 'inc-3/root', { subject: 'globex/orders/101' })).body).toMatchObject({
      root: 'globex/orders/101',
      members: [{ subject: 'globex/orders/101' }, { subject: 'acme/orders/101' }],
    });
    const merged = await post('all', 'inc-1/merge', { from: ['inc-2'] });
    expect([merged.body.members.length, merged.body.changed]).toEqual([2, ['inc-1', 'inc-2']]);
    expect((await post('all', 'inc-2/undo')).body).toMatchObject({ state: 'open', changed: ['inc-1', 'inc-2'] });
    const split = await post('all', 'inc-3/split', { alerts: ['below globex/orders/101'] });
    expect(split.body.changed).toEqual(['inc-3', expect.stringMatching(/^inc-\w{12}$/)]);
    expect((await post('all', `${split.body.changed![1]}/undo`)).status).toBe(200);
  });

  it('is resolved with what is said, and opened again', async () => {
    expect((await post('all', 'inc-1/resolve', { reason: 'fixed', note: 'by itself' })).body.state).toBe('resolved');
    expect((await post('all', 'inc-1/acknowledge')).body).toMatchObject({ code: 'incident-invalid' });
    expect((await post('all', 'inc-1/reopen', { note: 'no' })).body).toMatchObject({ state: 'open' });
    expect((await post('all', 'inc-1/reopen')).body.code).toBe('incident-invalid');
  });
});

/** What the audit log says of incidents. */
async function entriesOf() {
  const audit = await auditIn(world.database!, {}, { logger: SILENT_LOGGER, clock: world.clock });
  const entries = (await audit.entries.read(1, 1000)).map((bytes) => parseAuditEntry(bytes)!);
  return entries.filter(({ action }) => action.startsWith('incident.'));
}

describe('an act on an incident', () => {
  it('about what has changed since it was read is refused', async () => {
    const { etag } = await post('all', 'inc-1/comment', { note: 'first' });
    expect((await post('all', 'inc-1/comment', { note: 'second' }, { 'if-match': etag })).status).toBe(200);
    const late = await post('all', 'inc-1/assign', { to: 'bob' }, { 'if-match': etag });
    expect([late.status, late.body.code]).toEqual([412, 'precondition-failed']);
  });

  it('that is sent again under its key is done once', async () => {
    const key = { 'idempotency-key': 'one' };
    const answers = [
      await post('all', 'inc-1/comment', { note: 'once' }, key),
      await post('all', 'inc-1/comment', { note: 'once' }, key),
    ];
    expect(answers[1]!.body).toEqual(answers[0]!.body);
    expect((await post('all', 'inc-1/comment', { note: 'twice' })).body.events.map(({ note }) => note)).toEqual([
      undefined,
      'once',
      'twice',
    ]);
  });

  it('stands in the audit log with what was said', async () => {
    const before = (await entriesOf()).length;
    await post('all', 'inc-1/assign', { to: 'bob' });
    await post('viewer', 'inc-1/comment', { note: 'may I' });
    const acts = (await entriesOf()).slice(before);
    expect(acts.map(({ action, outcome, actor }) => [action, outcome, actor.id])).toEqual([
      ['incident.assign', 'done', 'all'],
      ['incident.comment', 'denied', 'viewer'],
    ]);
  });

  it('is let in by tenant, for every incident that it is about', async () => {
    expect((await post('viewer', 'inc-1/comment', { note: 'a' })).status).toBe(403);
    const refused = [
      await post('acme', 'inc-2/comment', { note: 'a' }),
      await post('acme', 'inc-3/comment', { note: 'a' }),
      await post('acme', 'inc-1/merge', { from: ['inc-2'] }),
      await post('acme', 'inc-1/merge', { from: ['inc-3'] }),
    ];
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(
      refused.map(() => [404, 'incident-unknown']),
    );
    expect((await post('acme', 'inc-1/comment', { note: 'a' })).status).toBe(200);
  });

  it.each([
    ['comment', { note: ' ' }],
    ['comment', {}],
    ['comment', { note: 'x'.repeat(1001) }],
    ['assign', { to: '' }],
    ['assign', {}],
    ['name', { title: 'x'.repeat(201) }],
    ['acknowledge', { fix_by: 'tomorrow' }],
    ['acknowledge', { note: 'a', more: 1 }],
    ['merge', { from: [] }],
    ['split', { alerts: 'below' }],
    ['fixed', { day: '2026-02-30' }],
  ])('that is not as described is refused: %s %j', async (name, body) => {
    const answer = await post('all', `inc-1/${name}`, body);
    expect([answer.status, answer.body.code]).toEqual([400, 'request-invalid']);
  });

  it.each(['constructor', '__proto__', '%2e%2e', '%00', 'x%0Ay'])('on %s is about no incident', async (id) => {
    const answer = await post('all', `${id}/comment`, { note: 'a' });
    expect([answer.status, answer.body.code]).toEqual([404, expect.stringMatching(/incident-unknown|route-unknown/)]);
  });
});
