// A running system under faults: `dqs serve` and a second worker on one store, asked twenty times a second for DQS_BENCH_MINUTES (30),
// while the database is killed, the disk fills, the receiver of messages goes away, the clock jumps and the second worker is killed.
// Share of requests that were served, what was lost of the results that were accepted and of the messages, memory. The disk is a
// tmpfs of its own, which only root can make: without it that fault is left out, and said so.
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { dqsProgram } from '../tools/workspace/paths.mjs';

const MINUTES = Number(process.env.DQS_BENCH_MINUTES ?? 30);
const A_SECOND = 20;
/** Every so many requests one sends results. */
const SENDS = 20;
const MS_PER_DAY = 86_400_000;
const TIMEOUT_MS = 10_000;
const DAYS = 120;
const DISK_MB = 1000;
const print = (record) => console.log(JSON.stringify(record));
const run = promisify(execFile);

const folder = mkdtempSync(join(tmpdir(), 'dqs-soak-'));
const place = (name) => join(folder, name);
const dqs = async (...args) =>
  JSON.parse(
    (await run(process.execPath, [dqsProgram, ...args, '--json'], { cwd: folder, maxBuffer: 2 ** 28 })).stdout,
  );

const children = [];

/** Starts a part of the system; its clock goes on by an hour with each SIGUSR2. */
function started(name, args) {
  const child = spawn(process.execPath, ['--import', place('clock.mjs'), dqsProgram, ...args], {
    cwd: folder,
    env: { ...process.env, HOOK_SECRET: SECRET },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  children.push(child);
  const log = { text: '' };
  child.stderr.setEncoding('utf8').on('data', (chunk) => (log.text += chunk));
  return { name, child, log };
}

async function listening({ child, log }) {
  for (;;) {
    const found = /listening on (http:\/\/[\d.:]+)/.exec(log.text);
    if (found) return found[1];
    if (child.exitCode !== null) throw new Error(log.text);
    await sleep(50);
  }
}

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const CLOCK = `let ahead = 0; const now = Date.now; const RealDate = Date;
process.on('SIGUSR2', () => (ahead += 3_600_000));
globalThis.Date = class extends RealDate { constructor(...of) { super(...(of.length === 0 ? [now() + ahead] : of)); } static now() { return now() + ahead; } };
`;

/** Takes messages unless it is switched off, and remembers their ids. */
async function receiver() {
  const seen = new Map();
  const state = { isUp: true };
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (!state.isUp) return void response.writeHead(503).end();
      const id = request.headers['webhook-id'];
      seen.set(id, (seen.get(id) ?? 0) + 1);
      response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, seen, state, url: `http://127.0.0.1:${server.address().port}/hook` };
}

const policyOf = (url) => `apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: main }
rules: [{ id: all, when: 'pass_percentage >= 0' }]
routes: [{ to: [chat] }]
receivers: { chat: { webhook: { url: '${url}', secret: { env: HOOK_SECRET }, allow_private: true } } }
`;

/** Takes what room there is on the disk of a file. */
function fill(path) {
  const { bavail, bsize } = statfsSync(dirname(path));
  try {
    writeFileSync(path, Buffer.alloc(bavail * bsize));
  } catch (error) {
    // Somebody else took the last of it.
    if (error.code !== 'ENOSPC') throw error;
  }
}

/** A tmpfs for the store; false where none can be had. */
async function ownDisk(path) {
  mkdirSync(path);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=0777`, 'tmpfs', path]);
    return true;
  } catch {
    return false;
  }
}

const isoDay = (day) => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
const today = Math.floor(Date.now() / MS_PER_DAY);
const hook = await receiver();
const disk = place('disk');
const hasDisk = await ownDisk(disk);
const store = join(disk, 'store');
try {
  writeFileSync(place('clock.mjs'), CLOCK);
  writeFileSync(place('dqs.alerts.yaml'), policyOf(hook.url));
  const size = ['--datasets', '4', '--rules', '4', '--days', `${DAYS}`, '--executions', '4', '--seed', '5'];
  await dqs('generate', ...size, '--start', isoDay(today - DAYS), '--out', 'history.csv');
  await dqs('train', '--input', 'history.csv', '--spec', 'classic', '--point-only', '--no-gates', '--out', 'model');
  await dqs('collect', 'history.csv', '--store', store);

  const common = ['--store', store, '--model', 'model', '--tick-seconds', '2'];
  const system = started('serve', ['serve', ...common, '--port', '0', '--log-level', 'warn']);
  const url = await listening(system);
  const workers = [started('worker', ['worker', ...common, '--log-level', 'warn'])];
  const { data: series } = await (await fetch(`${url}/api/v1/series?limit=100`)).json();

  const counts = { asked: 0, served: 0 };
  const unserved = new Map();
  const [accepted, waiting] = [new Set(), new Map()];
  const times = [];
  const ask = async (kind, path, init) => {
    counts.asked += 1;
    const begin = performance.now();
    try {
      const answer = await fetch(url + path, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
      const text = await answer.text();
      if (answer.ok) {
        counts.served += 1;
        times.push(performance.now() - begin);
        return JSON.parse(text);
      }
      const what = `${kind} ${answer.status} ${JSON.parse(text).code}`;
      unserved.set(what, (unserved.get(what) ?? 0) + 1);
    } catch (error) {
      const what = `${kind} ${error.cause?.code ?? error.name}`;
      unserved.set(what, (unserved.get(what) ?? 0) + 1);
    }
    return undefined;
  };
  const json = (body) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const send = async (key, body) => {
    const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': key };
    const answer = await ask('results', '/api/v1/results', { method: 'POST', headers, body });
    if (answer === undefined) waiting.set(key, body);
    else {
      waiting.delete(key);
      accepted.add(answer.id ?? answer.delivery_id ?? key);
    }
  };
  const resultLine = (i) => {
    const { tenant_id, dataset_uuid, dataset_name, rule_code } = series[i % series.length];
    const one = {
      tenant_id,
      dataset_uuid,
      dataset_name,
      rule_code,
      business_date: isoDay(today),
      results: i % 7 ? 'PASSED' : 'FAILED',
    };
    return `${JSON.stringify(one)}\n`;
  };
  const once20 = [
    (i) => {
      const { tenant_id, dataset_uuid, rule_code } = series[i % series.length];
      return ask(
        'forecast',
        '/api/v1/forecasts',
        json({ forecasts: [{ tenant_id, dataset_uuid, rule_code, business_date: isoDay(today + 1) }] }),
      );
    },
    () => ask('ledger', '/api/v1/ledger?limit=5'),
    () => ask('series', '/api/v1/series?limit=5'),
    () => ask('models', '/api/v1/models'),
  ];

  const postmaster = () => Number(readFileSync(join(store, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
  const ballast = join(disk, 'ballast');
  const faults = [
    [0.1, 'the database is killed', () => process.kill(postmaster(), 'SIGKILL')],
    [0.25, 'the receiver goes away', () => (hook.state.isUp = false)],
    [0.35, 'the receiver is back', () => (hook.state.isUp = true)],
    [0.4, 'the second worker is killed', () => workers.at(-1).child.kill('SIGKILL')],
    [0.45, 'another worker comes', () => workers.push(started('worker', ['worker', ...common, '--log-level', 'warn']))],
    [
      0.5,
      'the clock jumps an hour ahead',
      () => [system, workers.at(-1)].forEach(({ child }) => child.kill('SIGUSR2')),
    ],
    ...(hasDisk
      ? [
          [0.6, 'the disk is full', () => fill(ballast)],
          [0.61, 'the disk has room again', () => rmSync(ballast, { force: true })],
        ]
      : []),
    [0.75, 'the database is killed', () => process.kill(postmaster(), 'SIGKILL')],
  ];
  if (!hasDisk) print({ leftOut: 'the disk is full: no tmpfs could be mounted' });

  const begin = performance.now();
  const total = MINUTES * 60_000;
  const running = new Set();
  let memory = 0;
  for (let i = 0; performance.now() - begin < total; i += 1) {
    const share = (performance.now() - begin) / total;
    while (faults.length > 0 && faults[0][0] <= share) {
      const [, what, make] = faults.shift();
      make();
      print({ minute: Math.round(share * MINUTES * 10) / 10, fault: what, ...counts });
    }
    const request = i % SENDS === 0 ? send(randomUUID(), resultLine(i)) : once20[i % once20.length](i);
    running.add(request);
    void request.finally(() => running.delete(request));
    if (i % 200 === 0) {
      // What was not accepted is sent again under its key.
      for (const [key, body] of [...waiting].slice(0, 20)) void send(key, body);
      memory = Math.max(
        memory,
        Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${system.child.pid}/status`, 'utf8'))[1]),
      );
    }
    await sleep(Math.max(0, begin + (1000 * (i + 1)) / A_SECOND - performance.now()));
  }
  await Promise.all(running);
  for (let tries = 0; waiting.size > 0 && tries < 30; tries += 1) {
    for (const [key, body] of [...waiting]) await send(key, body);
    await sleep(1000);
  }
  await sleep(15_000);

  const { deliveries } = await dqs('deliveries', 'list', '--store', store);
  const kept = new Set(deliveries.map(({ id }) => id));
  const outbox = await dqs('alerts', 'outbox', '--store', store);
  for (const { child } of [system, workers.at(-1)]) child.kill('SIGTERM');
  const [code] = await once(system.child, 'exit');
  times.sort((a, b) => a - b);
  const { asked, served } = counts;
  print({
    minutes: MINUTES,
    asked,
    servedPercent: Math.round((1e5 * served) / asked) / 1000,
    unserved: Object.fromEntries(unserved),
    p99Ms: Math.round(times[Math.floor(0.99 * times.length)]),
    accepted: accepted.size,
    lost: [...accepted].filter((id) => !kept.has(id)).length,
    neverAccepted: waiting.size,
    messages: hook.seen.size,
    outbox: outbox.status ?? outbox,
    memoryMb: Math.round(memory / 1024),
    exitCode: code,
  });
} finally {
  for (const child of children) child.kill('SIGKILL');
  hook.server.close();
  if (hasDisk) await run('umount', ['-l', disk]).catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
}
