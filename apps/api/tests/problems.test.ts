import { SILENT_LOGGER } from '@dqs/core';
import type { FastifyInstance, InjectOptions } from 'fastify';

import { PROBLEM } from '../src/problems/problem.js';
import { statusOf } from '../src/problems/status.js';
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

async function problemOf(request: InjectOptions) {
  const answer = await server.inject(request);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  const problem = PROBLEM.parse(answer.json());
  expect(problem.status).toBe(answer.statusCode);
  return problem;
}

const forecasts = (payload: unknown): InjectOptions => ({
  method: 'POST',
  url: '/api/v1/forecasts',
  headers: { 'content-type': 'application/json' },
  payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
});

const series = { tenant_id: 'acme', dataset_uuid: 'orders', rule_code: '101', business_date: '2026-05-01' };

describe('a request that is not allowed', () => {
  it('is told every part that is wrong, where, and what to do', async () => {
    const { errors, code } = await problemOf(
      forecasts({
        forecasts: [
          { ...series, business_date: 'tomorrow' },
          { dataset_uuid: 7, rule_code: '101' },
        ],
        modle: 'x',
      }),
    );
    expect(code).toBe('request-invalid');
    expect(errors!.map(({ pointer }) => pointer).sort()).toEqual([
      '/forecasts/0/business_date',
      '/forecasts/1/business_date',
      '/forecasts/1/dataset_uuid',
      '/modle',
    ]);
    expect(errors!.find(({ pointer }) => pointer === '/modle')!.fix).toBe('did you mean "model"?');
    expect(errors!.find(({ pointer }) => pointer === '/forecasts/0/business_date')!.message).toBe(
      'expected a calendar date as YYYY-MM-DD',
    );
  });

  it('is told of each series that is not known, and none is forecast', async () => {
    const unknown = { ...series, dataset_uuid: 'ordres' };
    const problem = await problemOf(forecasts({ forecasts: [series, unknown, { ...series, rule_code: '9' }] }));
    expect(problem).toMatchObject({ status: 404, code: 'series-unknown', type: '/errors/series-unknown' });
    expect(problem.errors!.map(({ pointer }) => pointer)).toEqual(['/forecasts/1', '/forecasts/2']);
    expect(problem.errors![0]!.message).toContain('did you mean "orders"?');
  });

  it('is told of a day that cannot be forecast', async () => {
    const problem = await problemOf(forecasts({ forecasts: [{ ...series, business_date: '2020-01-01' }] }));
    expect(problem).toMatchObject({ status: 400, code: 'request-invalid' });
    expect(problem.errors![0]).toMatchObject({ pointer: '/forecasts/0' });
  });

  it.each([
    ['no JSON', forecasts('{"forecasts": ['), 400, 'request-invalid'],
    ['a name that is none', forecasts('{"__proto__": {}, "forecasts": []}'), 400, 'request-invalid'],
    ['another type', { ...forecasts('x'), headers: { 'content-type': 'text/plain' } }, 415, 'request-invalid'],
    ['a parameter that is none', { url: '/api/v1/series?limt=3' }, 400, 'request-invalid'],
    ['a parameter where there is none', { url: '/livez?now' }, 400, 'request-invalid'],
    ['a limit out of its range', { url: '/api/v1/series?limit=0' }, 400, 'request-invalid'],
    ['a cursor of nowhere', { url: '/api/v1/series?cursor=abc' }, 400, 'request-invalid'],
    ['a cursor of another list', { url: '/api/v1/ledger?cursor=WzIwNTcyLCJ4Il0' }, 400, 'request-invalid'],
    ['a day that is none', { url: '/api/v1/ledger?from=2026-02-30' }, 400, 'request-invalid'],
    ['a time without a zone', { url: '/api/v1/ledger?known_at=2026-02-01T00:00:00' }, 400, 'request-invalid'],
    ['an id that is none', { url: '/api/v1/ledger/constructor' }, 400, 'invalid-argument'],
    ['a path that is none', { url: '/api/v2/series' }, 404, 'route-unknown'],
    ['a method that is none', { method: 'DELETE', url: '/api/v1/series' }, 405, 'request-invalid'],
    ['a model that is not there', { url: '/api/v1/models/nothing' }, 404, 'version-unknown'],
    ['a model by a path', forecasts({ model: '../bundle', forecasts: [series] }), 404, 'version-unknown'],
    ['an alias that is not there', { url: '/api/v1/models/checks/aliases/toString' }, 404, 'version-unknown'],
    ['a delivery that is not there', { url: '/api/v1/deliveries/nothing' }, 404, 'delivery-unknown'],
    ['an error code that is none', { url: '/errors/toString' }, 404, 'route-unknown'],
    ['too much', forecasts(`"${'x'.repeat(9 * 2 ** 20)}"`), 413, 'request-invalid'],
  ] as const)('is answered 4xx by a problem: %s', async (_what, request, status, code) => {
    expect(await problemOf(request as InjectOptions)).toMatchObject({ status, code });
  });

  it('has its own id, or the one that was sent if it can be one', async () => {
    const id = async (sent?: string) => {
      const headers = sent === undefined ? {} : { 'x-request-id': sent };
      const answer = await server.inject({ url: '/nowhere', headers });
      expect(answer.json()).toMatchObject({ request_id: answer.headers['x-request-id'] });
      return answer.headers['x-request-id'];
    };
    expect(await id('r-1')).toBe('r-1');
    expect(await id('r 1')).toMatch(/^[\da-f-]{36}$/);
    expect(await id()).toMatch(/^[\da-f-]{36}$/);
  });

  it('says in Allow what is allowed', async () => {
    const answer = await server.inject({ method: 'DELETE', url: '/api/v1/forecasts' });
    expect(answer.headers['allow']).toBe('POST, GET');
  });
});

describe('what fails inside', () => {
  it('is told by its code, without what it says of the inside, which is in the log', async () => {
    const lines: object[] = [];
    const models = { get: () => Promise.reject(new Error('/secret/path is broken')) };
    const logger = { ...SILENT_LOGGER, error: (fields: object) => void lines.push(fields) };
    const broken = await serverOf({ ...world.services, models, logger });
    const answer = await broken.inject({ url: '/api/v1/series' });
    expect(answer.json()).toMatchObject({ status: 500, code: 'internal' });
    expect(answer.body).not.toContain('secret');
    expect(JSON.stringify(lines)).toContain('/secret/path is broken');
    const ready = await broken.inject({ url: '/readyz' });
    expect(ready.json()).toMatchObject({ status: 503, code: 'not-served' });
    expect((await broken.inject({ url: '/livez' })).statusCode).toBe(200);
    await broken.close();
  });

  it('that was not started is said to be so', async () => {
    const { models, registry, answers, logger, clock } = world.services;
    const bare = await serverOf({ models, registry, answers, logger, clock });
    for (const url of ['/api/v1/ledger', '/api/v1/deliveries', '/api/v1/forecasts']) {
      expect((await bare.inject({ url })).json()).toMatchObject({ status: 503, code: 'not-served' });
    }
    await bare.close();
  });
});

describe('a disk of the server that is full', () => {
  it.each(['store-full', 'output-not-writable'] as const)('is told as such (%s)', (code) => {
    expect(statusOf(code)).toBe(507);
  });
});
