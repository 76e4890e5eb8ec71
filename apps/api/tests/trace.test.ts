import { SILENT_LOGGER, currentTrace } from '@dqs/core';

import { createServer, DEFAULT_LIMITS, type RouteDefinition, type Services } from '../src/index.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const lines: unknown[] = [];
const logger = { ...SILENT_LOGGER, info: (fields: object) => void lines.push(fields) };
const seen: unknown[] = [];
const ROUTE: RouteDefinition = {
  ...{ method: 'GET', path: '/here', tag: 'about', id: 'here', summary: 'x', answers: {}, examples: [] },
  handle: async () => {
    await new Promise((done) => setTimeout(done, 1));
    seen.push(currentTrace()?.traceId);
    return { body: {} };
  },
};

it('a request within a trace is answered, logged and worked on within it; another one is in none', async () => {
  const server = await createServer([ROUTE], { logger } as unknown as Services, DEFAULT_LIMITS);
  const headers = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01`, 'x-request-id': 'r-1' };
  const [traced, plain] = [await server.inject({ url: '/here', headers }), await server.inject('/here')];
  await server.close();
  expect(traced.headers['traceparent']).toMatch(new RegExp(`^00-${TRACE}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`));
  expect(plain.headers).not.toHaveProperty('traceparent');
  expect(seen).toEqual([TRACE, undefined]);
  expect(lines).toMatchObject([{ requestId: 'r-1', traceId: TRACE, route: '/here', status: 200 }, { route: '/here' }]);
  expect(lines[1]).not.toHaveProperty('traceId');
});
