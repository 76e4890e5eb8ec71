import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';

import { allRoutes, openapiDocument } from '../src/index.js';
import { requestsOf } from './support/requests.js';
import { openWorld, serverOf, type World } from './support/world.js';

/** More of them: DQS_FUZZ_REQUESTS=100000, and DQS_FUZZ_SEED for others. */
const REQUESTS = Number(process.env['DQS_FUZZ_REQUESTS'] ?? 2000);
const SEED = Number(process.env['DQS_FUZZ_SEED'] ?? 1);
/** Requests that are on their way at once. */
const AT_ONCE = 8;
let world: World;
let server: FastifyInstance;

beforeAll(async () => {
  world = await openWorld({ hasDatabase: true });
  server = await serverOf(world.services, { refusedAMinute: 1e9, requestsAMinute: 1e9 });
});
afterAll(async () => {
  await server.close();
  await world.close();
});

describe('requests that are made from the document', () => {
  it(
    'are answered or refused, whatever is in them: none breaks the server',
    async () => {
      const document = openapiDocument(allRoutes({ isDraining: () => false }));
      const requests = fc.sample(requestsOf(document), { seed: SEED, numRuns: REQUESTS });
      const statuses = new Map<number, number>();
      const broken: object[] = [];
      const work = async () => {
        for (let request = requests.pop(); request; request = requests.pop()) {
          const { operation: _, method, ...rest } = request;
          const { statusCode, body } = await server.inject({ method: method as 'GET', ...rest });
          statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
          // A part that a server was started without is no failure of it.
          if (statusCode >= 500 && !body.includes('not-served')) broken.push({ ...request, statusCode, body });
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      expect(broken.slice(0, 5)).toEqual([]);
      // Most would otherwise be refused by the same check.
      expect([200, 400, 404].every((status) => statuses.get(status)! > REQUESTS / 100)).toBe(true);
      expect((await server.inject('/readyz')).statusCode).toBe(200);
    },
    REQUESTS * 60 + 60_000,
  );
});
