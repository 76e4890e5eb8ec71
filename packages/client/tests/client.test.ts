import { execFileSync } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { createClient, DqsApiError, type DqsClient } from '../src/index.js';

let server: Server;
let client: DqsClient;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  client = createClient({ baseUrl: `http://127.0.0.1:${port}/`, key: 'dqs_test_key' });
});
beforeEach(() => void asked.splice(0));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

describe('the types', () => {
  it('are those of the OpenAPI document', () => {
    const script = join(__dirname, '../scripts/generate.mjs');
    expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
  });
});

describe('a client', () => {
  it('sends its key, and gives what was answered', async () => {
    answer = (_request, response) =>
      json(response, 200, { model: 'checks', latest: '1.0.0', aliases: [], versions: [] });
    const { data } = await client.GET('/api/v1/models/{model}', { params: { path: { model: 'a b' } } });
    expect(data?.latest).toBe('1.0.0');
    expect(asked).toEqual(['GET /api/v1/models/a%20b Bearer dqs_test_key']);
  });

  it('throws what was not met, with its code and all that is wrong', async () => {
    const problem = {
      ...{ type: '/errors/request-invalid', title: 't', status: 400, detail: 'expected more', code: 'request-invalid' },
      ...{ request_id: 'r-1', errors: [{ pointer: '/a', message: 'm', fix: 'f' }] },
    };
    answer = (_request, response) => json(response, 400, problem);
    const failed = client.GET('/api/v1/models', {});
    await expect(failed).rejects.toBeInstanceOf(DqsApiError);
    await expect(failed).rejects.toMatchObject({
      ...{ status: 400, code: 'request-invalid', message: 'expected more', requestId: 'r-1', problems: problem.errors },
    });
    answer = (_request, response) => json(response, 404, { error: 'no such model' });
    const inference = client.GET('/v2/models/{model}', { params: { path: { model: 'x' } } });
    await expect(inference).rejects.toMatchObject({ status: 404, code: 'unknown', message: 'no such model' });
    answer = (_request, response) => void response.writeHead(502).end('<html>');
    await expect(client.GET('/api/v1/models', {})).rejects.toMatchObject({ status: 502, code: 'unknown' });
  });

  it('goes through a list page after page', async () => {
    answer = ({ url }, response) => {
      const cursor = new URL(url!, 'http://x').searchParams.get('cursor');
      json(response, 200, { data: [{ model: cursor ?? 'first' }], next_cursor: cursor === 'second' ? null : 'second' });
    };
    const models: string[] = [];
    for await (const { model } of client.iterate('/api/v1/models', { limit: 1 })) models.push(model);
    expect(models).toEqual(['first', 'second']);
    expect(asked.map((one) => one.split(' ')[1])).toEqual([
      '/api/v1/models?limit=1',
      '/api/v1/models?limit=1&cursor=second',
    ]);
  });
});

describe('events', () => {
  const text = (number: number) =>
    `id: ${number}\nevent: x\ndata: ${JSON.stringify({ number, type: 'x', data: 'ä' })}\n\n`;

  it('are each told once, also where the connection is cut within one', async () => {
    let connections = 0;
    answer = ({ url }, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      connections += 1;
      if (connections > 1) return void response.end(`:\n\n${text(Number(url!.split('after=')[1]) + 1)}`);
      const all = Buffer.from(`retry: 2000\n\n${text(1)}${text(2)}`);
      response.write(all.subarray(0, -8));
      setTimeout(() => response.destroy(), 50);
    };
    const stop = new AbortController();
    const numbers: number[] = [];
    for await (const { number, data } of client.events({ after: 0, signal: stop.signal })) {
      expect(data).toBe('ä');
      numbers.push(number);
      if (numbers.length === 2) stop.abort();
    }
    expect(numbers).toEqual([1, 2]);
    expect(asked.map((one) => one.split(' ')[1])).toEqual([
      '/api/v1/events?follow=true&after=0',
      '/api/v1/events?follow=true&after=1',
    ]);
  });

  it('that may not be followed are an error', async () => {
    answer = (_request, response) => json(response, 403, { code: 'access-denied', detail: 'no' });
    await expect(client.events().next()).rejects.toMatchObject({ status: 403, code: 'access-denied' });
  });
});
