// `dqs api` as a process of its own, keep-alive, all checks on, the load generator on the same machine: requests a second and the
// 99th percentile of their times; forecasts of one series by classic features and by the distribution of the default, one request
// and a thousand at once, an issued forecast from the ledger, and results as they come in. `DQS_BENCH_SECONDS` (5) a figure.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import autocannon from 'autocannon';

import { measureNode } from '../../../tools/bench/measured-process.mjs';
import { dqsProgram } from '../../../tools/workspace/paths.mjs';

const SECONDS = Number(process.env.DQS_BENCH_SECONDS ?? 5);
const CONNECTIONS = 50;
const BATCH = 1000;
const RESULTS = 100_000;
/** The day after the history. */
const DAY = '2026-01-01';
const HISTORY = ['--datasets', '20', '--rules', '10', '--days', '365', '--executions', '5', '--seed', '42'];
const LINES = { 'content-type': 'application/x-ndjson' };
const round = (value) => Math.round(value * 10) / 10;
const print = (record) => console.log(JSON.stringify(record));

async function started(args) {
  const server = spawn(process.execPath, [dqsProgram, 'api', '--port', '0', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [line] = await once(server.stderr.setEncoding('utf8'), 'data');
  return { server, url: JSON.parse(line.split('\n')[0]).url };
}

async function stopped(server) {
  server.kill('SIGTERM');
  await once(server, 'exit');
}

/** Requests a second as fast as they are answered, then the times at half that load. */
async function load(name, rows, request) {
  const common = { connections: CONNECTIONS, duration: SECONDS, ...request };
  const full = await autocannon(common);
  const half = await autocannon({ ...common, overallRate: Math.max(1, Math.floor(full.requests.average / 2)) });
  print({
    request: name,
    perSecond: round(full.requests.average),
    rowsPerSecond: round(full.requests.average * rows),
    p99Ms: full.latency.p99,
    p99AtHalfMs: half.latency.p99,
    failed: full.non2xx + full.errors + half.non2xx + half.errors,
  });
}

const asking = (url, series, count) => ({
  url: `${url}/api/v1/forecasts`,
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    forecasts: Array.from({ length: count }, (_, i) => {
      const { dataset_uuid, rule_code, tenant_id } = series[i % series.length];
      return { tenant_id, dataset_uuid, rule_code, business_date: DAY };
    }),
  }),
});

async function forecasts(model, name) {
  const { server, url } = await started(['--model', model]);
  const { data } = await (await fetch(`${url}/api/v1/series?limit=10000`)).json();
  await load(`one forecast, ${name}`, 1, asking(url, data, 1));
  await load(`${BATCH} forecasts, ${name}`, BATCH, asking(url, data, BATCH));
  await stopped(server);
}

async function ledger(store, model) {
  await measureNode([dqsProgram, 'forecast', 'issue', '--store', store, '--model', model, '--json']);
  const { server, url } = await started(['--store', store, '--model', model]);
  const { data } = await (await fetch(`${url}/api/v1/ledger?limit=1`)).json();
  await load('one issued forecast', 1, { url: `${url}/api/v1/ledger/${data[0].forecast_id}` });
  const line = (i) =>
    JSON.stringify({
      dataset_name: 'd',
      dataset_uuid: `d${i % 100}`,
      rule_code: '1',
      business_date: '2026-01-01',
      results: 'pass',
    });
  const body = Array.from({ length: RESULTS }, (_, i) => line(i)).join('\n');
  const begin = performance.now();
  const answer = await fetch(`${url}/api/v1/results`, { method: 'POST', headers: LINES, body });
  const seconds = (performance.now() - begin) / 1000;
  print({ request: `${RESULTS} results`, rowsPerSecond: round(RESULTS / seconds), failed: answer.ok ? 0 : 1 });
  await stopped(server);
}

const folder = mkdtempSync(join(tmpdir(), 'dqs-api-bench-'));
const [history, store] = [join(folder, 'history.csv'), join(folder, 'store')];
try {
  await measureNode([dqsProgram, 'generate', ...HISTORY, '--out', history, '--json']);
  for (const [name, options] of [
    ['classic', ['--spec', 'classic', '--point-only']],
    ['distribution', []],
  ]) {
    const model = join(folder, name);
    await measureNode([dqsProgram, 'train', '--input', history, ...options, '--no-gates', '--out', model, '--json']);
    await forecasts(model, name);
  }
  await measureNode([dqsProgram, 'collect', history, '--store', store, '--json']);
  await ledger(store, join(folder, 'classic'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
