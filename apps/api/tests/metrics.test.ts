import { FileStore } from '@dqs/core';
import { Metrics } from '@dqs/runtime/metrics';
import { ApiKeys } from '@dqs/runtime/serving';
import type { FastifyInstance } from 'fastify';
import { join } from 'node:path';

import { openWorld, serverOf, type World } from './support/world.js';

const metrics = new Metrics();
let world: World;
let server: FastifyInstance;
beforeAll(async () => {
  world = await openWorld();
  server = await serverOf({ ...world.services, metrics });
});
afterAll(async () => {
  await server.close();
  await world.close();
});

const told = async () => (await server.inject('/metrics')).body;
const SERIES = { tenant_id: 'acme', dataset_uuid: 'orders', rule_code: '101', business_date: '2026-05-01' };

describe('GET /metrics', () => {
  it('counts requests by route, method and class of status, whatever stands in their paths', async () => {
    await server.inject('/api/v1/models/checks');
    await server.inject('/api/v1/models/hidden-name');
    await server.inject('/no/such/path');
    const text = await told();
    const counted = (labels: string) => `dqs_http_request_duration_seconds_count{${labels}} 1\n`;
    expect(text).toContain(counted('method="GET",route="/api/v1/models/:model",status="2xx"'));
    expect(text).toContain(counted('method="GET",route="/api/v1/models/:model",status="4xx"'));
    expect(text).toContain(counted('method="GET",route="unknown",status="4xx"'));
    expect(text).not.toContain('hidden-name');
  });

  it('counts forecasts of both protocols, and results that came in', async () => {
    await server.inject({ method: 'POST', url: '/api/v1/forecasts', payload: { forecasts: [SERIES, SERIES] } });
    const inputs = Object.entries(SERIES).map(([name, value]) => {
      return { name, datatype: 'BYTES', shape: [1], data: [value] };
    });
    await server.inject({ method: 'POST', url: '/v2/models/checks/infer', payload: { inputs } });
    expect(await told()).toContain('dqs_forecasts_made_total 3\n');
    const { business_date: _, ...series } = SERIES;
    const line = { ...series, dataset_name: 'Orders', business_date: '2026-04-30', results: 'PASSED' };
    const payload = `${JSON.stringify(line)}\n`;
    const headers = { 'content-type': 'application/x-ndjson' };
    await server.inject({ method: 'POST', url: '/api/v1/results', headers, payload });
    expect(await told()).toContain('dqs_ingest_rows_total{outcome="used"} 1\n');
    expect(await told()).toContain('dqs_ingest_deliveries_total{outcome="added"} 1\n');
  });

  it('is for keys of all tenants where keys are asked for', async () => {
    const keys = new ApiKeys(new FileStore(join(world.folder, 'store')), { clock: world.clock });
    const closed = await serverOf({ ...world.services, keys, metrics });
    const make = async (tenants?: readonly string[]) => {
      const request = { env: 'test', name: 'prometheus', role: 'viewer', by: 'ann', lifetimeMs: 3_600_000 } as const;
      return (await keys.create({ ...request, ...(tenants && { tenants }) })).text;
    };
    const statusWith = async (key?: string) => {
      const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
      return (await closed.inject({ url: '/metrics', headers })).statusCode;
    };
    expect(await statusWith()).toBe(401);
    expect(await statusWith(await make(['acme']))).toBe(403);
    expect(await statusWith(await make())).toBe(200);
    await closed.close();
  });
});
