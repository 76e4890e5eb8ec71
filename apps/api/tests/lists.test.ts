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

interface Page {
  readonly data: Record<string, unknown>[];
  readonly next_cursor: string | null;
}

const pageOf = async (url: string) => (await server.inject(url)).json<Page>();

/** A page, and where its Link header leads: nowhere on the last one. */
async function followed(url: string): Promise<{ data: unknown[]; next: string | undefined }> {
  const answer = await server.inject(url);
  const { data, next_cursor: cursor } = answer.json<Page>();
  const next = /^<(.*)>; rel="next"$/.exec(String(answer.headers['link'] ?? ''))?.[1];
  expect(next === undefined).toBe(cursor === null);
  return { data, next };
}

describe('a list, page by page', () => {
  it.each(['/api/v1/series', '/api/v1/forecasts', '/api/v1/ledger', '/api/v1/deliveries', '/api/v1/incidents'])(
    'has the rows of the whole list, each once, whatever the size of a page: %s',
    async (path) => {
      const whole = await pageOf(`${path}?limit=1000`);
      expect(whole.next_cursor).toBeNull();
      expect(whole.data.length).toBeGreaterThan(1);
      for (const limit of [1, 2, whole.data.length]) {
        const rows: unknown[] = [];
        let url: string | undefined = `${path}?limit=${limit}`;
        while (url !== undefined) {
          const page = await followed(url);
          rows.push(...page.data);
          url = page.next;
        }
        expect(rows).toEqual(whole.data);
      }
    },
  );

  it('is moved by nothing that is added meanwhile', async () => {
    const first = await pageOf('/api/v1/deliveries?limit=1');
    await server.inject({
      method: 'POST',
      url: '/api/v1/results',
      headers: { 'content-type': 'application/x-ndjson' },
      payload: '{"dataset_name":"x","rule_code":"1","business_date":"2026-04-30","results":"pass"}',
    });
    const second = await pageOf(`/api/v1/deliveries?limit=1&cursor=${first.next_cursor}`);
    expect([first.data[0]!['id'], second.data[0]!['id']]).toEqual(['history', 'nightly-04-29']);
  });
});

describe('what was known at a time', () => {
  it('is the same bytes, whatever has come since', async () => {
    const url = '/api/v1/ledger?known_at=2026-04-29T12:00:00Z';
    const before = await server.inject(url);
    const rows = before.json<Page>().data;
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map((row) => row['status']))).toEqual(new Set(['ungraded']));
    expect(new Set((await pageOf('/api/v1/ledger')).data.map((row) => row['status']))).toContain('graded');
    expect((await server.inject(url)).body).toBe(before.body);
    expect((await pageOf('/api/v1/ledger?known_at=2026-01-01T00:00:00Z')).data).toEqual([]);
    expect((await pageOf('/api/v1/deliveries?known_at=2026-04-29T12:00:00Z')).data.map((row) => row['id'])).toEqual([
      'history',
    ]);
  });
});

describe('an answer that somebody has already', () => {
  it('is not sent again; another one is', async () => {
    const url = '/api/v1/series?limit=2';
    const { etag } = (await server.inject(url)).headers;
    const again = (tag: string, path = url) => server.inject({ url: path, headers: { 'if-none-match': tag } });
    const same = await again(String(etag));
    expect([same.statusCode, same.body]).toEqual([304, '']);
    expect((await again(`W/${etag}, "other"`)).statusCode).toBe(304);
    expect((await again('"other"')).statusCode).toBe(200);
    expect((await again(String(etag), '/api/v1/series?limit=3')).statusCode).toBe(200);
  });
});

describe('an alias', () => {
  const url = '/api/v1/models/checks/aliases/staging';
  const rollBack = (tag: string | undefined) =>
    server.inject({
      method: 'POST',
      url: `${url}/rollback`,
      headers: tag === undefined ? {} : { 'if-match': tag },
      payload: { reason: 'errors' },
    });

  it('goes back once for callers that have seen the same', async () => {
    const etag = String((await server.inject(url)).headers['etag']);
    expect((await rollBack(undefined)).json()).toMatchObject({ status: 400, code: 'request-invalid' });
    expect((await rollBack('"alias-0"')).json()).toMatchObject({ status: 412, code: 'precondition-failed' });
    const answers = await Promise.all([rollBack(etag), rollBack(etag), rollBack(etag)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412, 412]);
    expect((await server.inject(url)).json()).toMatchObject({ version: '1.0.0', how: 'rolled-back' });
    expect((await rollBack(String((await server.inject(url)).headers['etag']))).json()).toMatchObject({ status: 404 });
  });
});
