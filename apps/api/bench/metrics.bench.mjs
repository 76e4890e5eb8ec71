// What metrics cost: requests of the cheapest route, without a network, by a server that measures and one that does not, in turns.
// Prints the median of the processor time of a request of each, microseconds, and the share that measuring adds.
import { SILENT_LOGGER } from '@dqs/core';
import { Metrics } from '@dqs/runtime/metrics';

import { allRoutes, createServer, DEFAULT_LIMITS } from '../src/index.ts';

const [ROUNDS, REQUESTS] = [Number(process.env.DQS_BENCH_ROUNDS ?? 60), 2000];
const services = { logger: SILENT_LOGGER };
const open = (more) => createServer(allRoutes({ isDraining: () => false }), { ...services, ...more }, DEFAULT_LIMITS);
const servers = [await open({}), await open({ metrics: new Metrics() })];
const times = servers.map(() => []);
for (let round = 0; round < ROUNDS; round += 1) {
  // Each goes first as often as the other.
  for (const i of round % 2 === 0 ? [0, 1] : [1, 0]) {
    const before = process.cpuUsage();
    for (let n = 0; n < REQUESTS; n += 1) await servers[i].inject('/livez');
    const { user, system } = process.cpuUsage(before);
    times[i].push((user + system) / REQUESTS);
  }
}
const [without, measured] = times.map((list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]);
const rounded = (value) => Math.round(value * 100) / 100;
console.log(
  JSON.stringify({ withoutUs: rounded(without), withUs: rounded(measured), added: rounded(measured / without - 1) }),
);
for (const server of servers) await server.close();
