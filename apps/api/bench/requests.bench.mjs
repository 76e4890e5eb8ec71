// `dqs api` as a process of its own, keep-alive, all checks on, the load generator on the same machine: requests a second and the
// 99th percentile of their times; forecasts of one series by classic features and by the distribution of the default, one request
// and a thousand at once, an issued forecast from the ledger, and results as they come in. Requests go through all series and
// forecasts in turn, so that no answer is one that was just given. Before each figure a bare route of the framework is measured, and
// `processor` is the time that the server itself has worked, which says more where others use the machine too.
// `DQS_BENCH_SECONDS` (5) a figure.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import autocannon from 'autocannon';

import { pacedLoad } from './paced-load.mjs';
import { measureNode } from '../../../tools/bench/measured-process.mjs';
import { dqsProgram } from '../../../tools/workspace/paths.mjs';

const SECONDS = Number(process.env.DQS_BENCH_SECONDS ?? 5);
const CONNECTIONS = 50;
const BATCH = 1000;
const RESULTS = 100_000;
const DELIVERIES = 3;
/** Of a thousand forecasts each that are asked for, a second. */
const BATCHES = 150;
/** The day after the history. */
const DAY = '2026-01-01';
const HISTORY = ['--datasets', '20', '--rules', '10', '--days', '365', '--executions', '5', '--seed', '42'];
const LINES = { 'content-type': 'application/x-ndjson' };
const round = (value) => Math.round(value * 10) / 10;
const print = (record) => console.log(JSON.stringify(record));

/** A route that does nothing, of an answer as long as a forecast. */
const BARE = `
import Fastify from 'fastify';
const server = Fastify();
server.post('/', () => ({ data: ['x'.repeat(600)] }));
console.error(JSON.stringify({ url: await server.listen({ port: 0, host: '127.0.0.1' }) }));`;

const started = (args) => startedAs([dqsProgram, 'api', '--port', '0', ...args]);

async function startedAs(args) {
  const server = spawn(process.execPath, args, { cwd: import.meta.dirname, stdio: ['ignore', 'ignore', 'pipe'] });
  const [line] = await once(server.stderr.setEncoding('utf8'), 'data');
  return { server, url: JSON.parse(line.split('\n')[0]).url };
}

async function stopped(server) {
  server.kill('SIGTERM');
  await once(server, 'exit');
}

/** Microseconds that a process has worked; only Linux tells of others. */
function workedUs({ pid }) {
  if (process.platform !== 'linux') return Number.NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

async function bareRate() {
  const { server, url } = await startedAs(['--input-type=module', '-e', BARE]);
  const headers = { 'content-type': 'application/json' };
  const bare = await autocannon({ url, method: 'POST', headers, body: '{}', connections: CONNECTIONS, duration: 2 });
  await stopped(server);
  return bare.requests.average;
}

/** Of three runs the one in which the generator was least late: where others use the machine, their turns are no times of ours. */
async function quietest(run) {
  const runs = [await run(), await run(), await run()];
  return runs.reduce((best, one) => (one.lateP99 < best.lateP99 ? one : best));
}

/** Requests a second as fast as they are answered, then their times at half the load that is asked for, evenly paced. */
async function load(name, rows, server, target, asked) {
  const bare = await bareRate();
  const common = { connections: CONNECTIONS, duration: SECONDS, ...target };
  await autocannon({ ...common, duration: 2 });
  const before = workedUs(server);
  const full = await autocannon(common);
  const worked = workedUs(server) - before;
  const pace = { connections: CONNECTIONS, perSecond: asked / 2, seconds: SECONDS };
  const half = await quietest(() => pacedLoad({ url: target.url, requests: target.requests, ...pace }));
  print({
    request: name,
    perSecond: round(full.requests.average),
    perSecondOfProcessor: Math.round((1e6 * full.requests.total) / worked),
    bareRoutePerSecond: round(bare),
    rowsPerSecond: round(full.requests.average * rows),
    p99Ms: full.latency.p99,
    halfPerSecond: pace.perSecond,
    p50AtHalfMs: round(half.p50),
    p99AtHalfMs: round(half.p99),
    p999AtHalfMs: round(half.p999),
    // How late the generator was itself, where others use the machine too; part of the times.
    lateP99Ms: round(half.lateP99),
    failed: full.non2xx + full.errors + half.failed,
  });
}

/** A request for some forecasts, once from each series on. */
const asking = (url, series, count) => ({
  url,
  requests: series.map((_, start) => ({
    path: '/api/v1/forecasts',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      forecasts: Array.from({ length: count }, (_, i) => {
        const { dataset_uuid, rule_code, tenant_id } = series[(start * 7 + i) % series.length];
        return { tenant_id, dataset_uuid, rule_code, business_date: DAY };
      }),
    }),
  })),
});

async function forecasts(model, name, asked) {
  const { server, url } = await started(['--model', model]);
  const { data } = await (await fetch(`${url}/api/v1/series?limit=10000`)).json();
  await load(`one forecast, ${name}`, 1, server, asking(url, data, 1), asked);
  await load(`${BATCH} forecasts, ${name}`, BATCH, server, asking(url, data, BATCH), BATCHES);
  await stopped(server);
}

async function ledger(store, model) {
  await measureNode([dqsProgram, 'forecast', 'issue', '--store', store, '--model', model, '--json']);
  const { server, url } = await started(['--store', store, '--model', model]);
  const { data } = await (await fetch(`${url}/api/v1/ledger?limit=10000`)).json();
  const requests = data.map(({ forecast_id: id }) => ({ path: `/api/v1/ledger/${id}` }));
  await load('one issued forecast', 1, server, { url, requests }, 6000);
  for (let delivery = 1; delivery <= DELIVERIES; delivery += 1) await deliver(server, url, delivery);
  await stopped(server);
}

/** Sends results, others each time. */
async function deliver(server, url, delivery) {
  const line = (i) =>
    JSON.stringify({
      dataset_name: 'd',
      dataset_uuid: `d${i % 100}`,
      rule_code: '1',
      business_date: '2026-01-01',
      results: (i + delivery) % 7 === 0 ? 'fail' : 'pass',
    });
  const body = Array.from({ length: RESULTS }, (_, i) => line(i)).join('\n');
  const before = workedUs(server);
  const begin = performance.now();
  const answer = await fetch(`${url}/api/v1/results`, { method: 'POST', headers: LINES, body });
  const seconds = (performance.now() - begin) / 1000;
  print({
    request: `${RESULTS} results, delivery ${delivery}`,
    rowsPerSecond: round(RESULTS / seconds),
    rowsPerSecondOfProcessor: Math.round((1e6 * RESULTS) / (workedUs(server) - before)),
    failed: answer.ok ? 0 : 1,
  });
}

const folder = mkdtempSync(join(tmpdir(), 'dqs-api-bench-'));
const [history, store] = [join(folder, 'history.csv'), join(folder, 'store')];
try {
  await measureNode([dqsProgram, 'generate', ...HISTORY, '--out', history, '--json']);
  for (const [name, options, asked] of [
    ['classic', ['--spec', 'classic', '--point-only'], 6000],
    ['distribution', [], 2000],
  ]) {
    const model = join(folder, name);
    await measureNode([dqsProgram, 'train', '--input', history, ...options, '--no-gates', '--out', model, '--json']);
    await forecasts(model, name, asked);
  }
  await measureNode([dqsProgram, 'collect', history, '--store', store, '--json']);
  await ledger(store, join(folder, 'classic'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
