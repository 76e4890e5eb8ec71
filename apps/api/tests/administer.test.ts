import { join } from 'node:path';

import { FileStore } from '@dqs/core';
import { ApiKeys } from '@dqs/runtime/serving';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';

import { openWorld, serverOf, type World } from './support/world.js';

const HOUR = 3_600_000;
let world: World;
let keys: ApiKeys;
let server: FastifyInstance;

beforeAll(async () => {
  world = await openWorld();
  keys = new ApiKeys(new FileStore(join(world.folder, 'store')), { clock: world.clock });
  server = await serverOf({ ...world.services, keys });
});
afterAll(async () => {
  await server.close();
  await world.close();
});

type Facts = Partial<Parameters<ApiKeys['create']>[0]>;

/** Asks with a new key. */
async function asker(facts: Facts): Promise<(request: InjectOptions) => Promise<LightMyRequestResponse>> {
  const made = { env: 'test', name: 'ann', role: 'admin' as const, by: 'test', lifetimeMs: 1000 * HOUR, ...facts };
  const { text } = await keys.create(made);
  return (request) => server.inject({ ...request, headers: { ...request.headers, authorization: `Bearer ${text}` } });
}

describe('a key that is made over the API', () => {
  const URL = '/api/v1/keys';

  it('is shown once, works, and is refused within five seconds after it was revoked, by another server too', async () => {
    const ask = await asker({});
    const made = await ask({ method: 'POST', url: URL, payload: { name: 'nightly', role: 'viewer' } });
    expect([made.statusCode, made.headers['cache-control']]).toEqual([201, 'no-store']);
    const { id, key } = made.json<{ id: string; key: string }>();
    const secret = key.split('_')[3]!;
    expect((await ask({ url: URL })).body).not.toContain(secret);
    const other = await serverOf({
      ...world.services,
      keys: new ApiKeys(new FileStore(join(world.folder, 'store')), { clock: world.clock }),
    });
    const statuses = async () =>
      Promise.all(
        [server, other].map(async (one) => {
          const headers = { authorization: `Bearer ${key}` };
          return (await one.inject({ url: '/api/v1/series', headers })).statusCode;
        }),
      );
    expect(await statuses()).toEqual([200, 200]);
    const revoked = await ask({ method: 'DELETE', url: `${URL}/${id}` });
    expect(revoked.json()).toMatchObject({ id, revoked_by: 'ann' });
    world.clock.time += 5000;
    expect(await statuses()).toEqual([401, 401]);
    await other.close();
  });

  it('has no more rights and no more tenants than whoever makes it', async () => {
    const narrow = await asker({ scopes: ['administer', 'read'] });
    const acme = await asker({ tenants: ['acme'] });
    const make = async (ask: typeof narrow, payload: object) => {
      const answer = await ask({ method: 'POST', url: URL, payload: { name: 'new', ...payload } });
      return [answer.statusCode, answer.json<{ tenants?: string[] }>().tenants];
    };
    expect(await make(narrow, { role: 'admin' })).toEqual([403, undefined]);
    expect(await make(narrow, { role: 'viewer' })).toEqual([403, undefined]);
    expect(await make(narrow, { role: 'viewer', scopes: ['read'] })).toEqual([201, null]);
    expect(await make(acme, { role: 'viewer', tenants: ['globex'] })).toEqual([403, undefined]);
    expect(await make(acme, { role: 'viewer', tenants: ['acme', 'globex'] })).toEqual([403, undefined]);
    expect(await make(acme, { role: 'admin' })).toEqual([201, ['acme']]);
  });

  it('of other tenants is not there for whoever is limited to some', async () => {
    const [acme, globex] = [await asker({ tenants: ['acme'] }), await asker({ tenants: ['globex'], name: 'gus' })];
    const listed = async (ask: typeof acme) =>
      (await ask({ url: URL })).json<{ data: { id: string; tenants: string[] }[] }>().data;
    const foreign = await listed(globex);
    expect(foreign.length).toBeGreaterThan(0);
    expect((await listed(acme)).flatMap(({ tenants }) => tenants).every((one) => one === 'acme')).toBe(true);
    const answer = await acme({ method: 'DELETE', url: `${URL}/${foreign[0]!.id}` });
    expect(answer.json()).toMatchObject({ status: 404, code: 'key-unknown' });
  });
});

describe('the alert policy', () => {
  const URL = '/api/v1/policies/alerts';
  const put = (ask: Awaited<ReturnType<typeof asker>>, text: string, headers: Record<string, string>) =>
    ask({ method: 'PUT', url: URL, headers, payload: { text } });

  it('is changed by one of those who have seen the same one', async () => {
    const ask = await asker({ role: 'editor' });
    const read = await ask({ url: URL });
    const { text } = read.json<{ text: string }>();
    const headers = { 'if-match': String(read.headers['etag']) };
    const answers = await Promise.all([1, 2, 3].map((i) => put(ask, `${text}# ${i}\n`, headers)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412, 412]);
    expect((await put(ask, text, {})).json()).toMatchObject({ status: 412, code: 'precondition-failed' });
    expect((await put(ask, text, { 'if-none-match': '*' })).statusCode).toBe(412);
    const next = String((await ask({ url: URL })).headers['etag']);
    expect((await put(ask, `\uFEFF${text}`, { 'if-match': next })).statusCode).toBe(200);
    expect((await ask({ url: URL })).json()).toMatchObject({ text });
  });

  it('counts at once for incidents and silences', async () => {
    const ask = await asker({});
    const read = await ask({ url: URL });
    const other = read.json<{ text: string }>().text.replace('name: checks', 'name: others');
    const headers = { 'if-match': String(read.headers['etag']) };
    expect((await put(ask, other, headers)).statusCode).toBe(200);
    expect((await ask({ url: '/api/v1/incidents' })).json()).toMatchObject({ data: [] });
  });

  it('is refused if it is none, or reaches what is the machine’s own', async () => {
    const ask = await asker({ role: 'editor' });
    const read = await ask({ url: URL });
    const { text } = read.json<{ text: string }>();
    const headers = { 'if-match': String(read.headers['etag']) };
    const url = 'https://example.org/hook';
    const wrong = [
      'rules: [',
      text.replace('DQS_SECRET_HOOK', 'DATABASE_URL'),
      text.replace('{ env: DQS_SECRET_HOOK }', '{ file: /etc/shadow }'),
      text.replace(`url: "${url}",`, `url: "${url}", allow_private: true,`),
      text.replace('metadata:', 'catalog: /etc/passwd\nmetadata:'),
      text.replace(/webhook: .*/, 'alertmanager: { url: "http://127.0.0.1:9093" } } }'),
    ];
    for (const one of wrong) {
      const answer = await put(ask, one, headers);
      expect([one, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([one, 400, 'policy-invalid']);
      expect(answer.body).not.toContain('root:');
    }
    expect((await ask({ url: URL })).json()).toMatchObject({ text });
  });
});

describe('an alias', () => {
  const URL = '/api/v1/models/checks/aliases';

  it('is moved only as it was seen, and a version whose gates fail only for a reason', async () => {
    const ask = await asker({ role: 'releaser' });
    const promote = (alias: string, payload: object, headers: Record<string, string>) =>
      ask({ method: 'POST', url: `${URL}/${alias}/promote`, payload, headers });
    const tagOf = async (alias: string) => String((await ask({ url: `${URL}/${alias}` })).headers['etag']);
    const version = { version: '1.0.0' };
    for (const headers of [{}, { 'if-match': '"alias-0"' }, { 'if-none-match': '*' }] as Record<string, string>[]) {
      expect((await promote('staging', version, headers)).json()).toMatchObject({ code: 'precondition-failed' });
    }
    const seen = { 'if-match': await tagOf('staging') };
    expect((await promote('staging', { ...version, override: true }, seen)).statusCode).toBe(400);
    const refused = await promote('staging', version, seen);
    expect(refused.json()).toMatchObject({ status: 409, code: 'gates-failed' });
    const reasoned = { ...version, override: true, reason: 'back for a test' };
    const moved = await promote('staging', reasoned, { 'if-match': await tagOf('staging') });
    expect(moved.json()).toMatchObject({ outcome: 'overridden', to: '1.0.0', alias: { by: 'ann', version: '1.0.0' } });
    const again = await promote('staging', { ...reasoned, version: '1.1.0' }, seen);
    expect(again.json()).toMatchObject({ status: 412, code: 'precondition-failed' });
    expect((await promote('next', version, { 'if-match': '"alias-1"' })).statusCode).toBe(412);
  });
});

describe('a retraining', () => {
  it('that is not under way can be neither approved nor vetoed', async () => {
    const ask = await asker({ role: 'releaser' });
    for (const kind of ['approve', 'veto']) {
      const answer = await ask({ method: 'POST', url: `/api/v1/retrainings/${kind}`, payload: { reason: 'no' } });
      expect(answer.json()).toMatchObject({ status: 409, code: 'retraining-invalid' });
    }
  });

  it('is paused and resumed in the name of whoever asks, each time recorded, page by page', async () => {
    const ask = await asker({ role: 'operator' });
    const act = (kind: string, payload: object) => ask({ method: 'POST', url: `/api/v1/retrainings/${kind}`, payload });
    expect((await act('resume', {})).json()).toMatchObject({ state: { paused: null } });
    expect((await act('pause', { reason: 'holidays' })).json()).toMatchObject({
      entry: { kind: 'paused', by: 'ann' },
      state: { model: 'checks', paused: { by: 'ann', reason: 'holidays' } },
    });
    const page = (cursor: string) => ask({ url: `/api/v1/retrainings?limit=2${cursor}` });
    const first = (await page('')).json<{ data: { kind: string }[]; next_cursor: string }>();
    const second = (await page(`&cursor=${first.next_cursor}`)).json<typeof first>();
    expect([...first.data, ...second.data].map(({ kind }) => kind)).toEqual(['paused', 'resumed', 'paused']);
    expect(second.next_cursor).toBeNull();
  });
});
