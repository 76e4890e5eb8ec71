// A running system under faults: `dqs serve` and a second worker on one store, asked twenty times a second for DQS_BENCH_MINUTES (30),
// while the database is killed, the disk fills, the receiver of messages goes away, the clock jumps and the second worker is killed.
// Share of requests that were served, what was lost or counted twice of the results that were accepted and of the messages, memory
// at the beginning, in the middle and at the end. The disk is a tmpfs of its own, which only root can make: without it that fault is
// left out, and said so.
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { openDeliveries } from '@dqs/runtime/history';

import { dqsProgram } from '../tools/workspace/paths.mjs';

const MINUTES = Number(process.env.DQS_BENCH_MINUTES ?? 30);
const A_SECOND = 20;
/** Every so many requests one sends results. */
const SENDS = 20;
const MS_PER_DAY = 86_400_000;
const TIMEOUT_MS = 10_000;
const DAYS = 120;
const DISK_MB = 600;
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
const CLOCK = `import { isMainThread } from 'node:worker_threads';
let ahead = 0; const now = Date.now; const RealDate = Date;
// All threads of a process have one clock.
const channel = new BroadcastChannel('clock');
channel.onmessage = ({ data }) => (ahead = data);
channel.unref();
if (isMainThread) process.on('SIGUSR2', () => channel.postMessage((ahead += 3_600_000)));
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

/** Takes what room there is on the disk of a file, without keeping the generator of requests waiting. */
async function fill(path) {
  const { bavail, bsize } = statfsSync(dirname(path));
  // Somebody else may take the last of it: then dd ends early, and the disk is as full.
  await run('dd', ['if=/dev/zero', `of=${path}`, 'bs=1M', `count=${Math.ceil((bavail * bsize) / 2 ** 20)}`]).catch(
    () => undefined,
  );
}

/** Resident memory of a process, megabytes. */
function memoryMb({ pid }) {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);
}

/** How many results of a day there are, of all deliveries together. */
async function resultsOf(store, day) {
  const { cells } = await (await openDeliveries({ store })).panel();
  let results = 0;
  for (let row = 0; row < cells.day.length; row += 1) {
    if (cells.day[row] === day) results += cells.passes[row] + cells.fails[row] + cells.errors[row];
  }
  return results;
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
          [0.607, 'the disk has room again', () => rmSync(ballast, { force: true })],
        ]
      : []),
    [0.75, 'the database is killed', () => process.kill(postmaster(), 'SIGKILL')],
  ];
  if (!hasDisk) print({ leftOut: 'the disk is full: no tmpfs could be mounted' });

  const begin = performance.now();
  const total = MINUTES * 60_000;
  const running = new Set();
  const memory = [];
  for (let i = 0; performance.now() - begin < total; i += 1) {
    const share = (performance.now() - begin) / total;
    while (faults.length > 0 && faults[0][0] <= share) {
      const [, what, make] = faults.shift();
      void make();
      print({
        minute: Math.round(share * MINUTES * 10) / 10,
        fault: what,
        ...counts,
        unserved: Object.fromEntries(unserved),
      });
    }
    const request = i % SENDS === 0 ? send(randomUUID(), resultLine(i)) : once20[i % once20.length](i);
    running.add(request);
    void request.finally(() => running.delete(request));
    if (i % 200 === 0) {
      // What was not accepted is sent again under its key.
      for (const [key, body] of [...waiting].slice(0, 20)) void send(key, body);
      memory.push(memoryMb(system.child));
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
  const byId = new Map();
  for (let next = '/api/v1/messages?limit=1000'; next !== undefined; ) {
    const { data, next_cursor: cursor } = await (await fetch(url + next)).json();
    for (const { id, state } of data) byId.set(id, state);
    next = cursor === null ? undefined : `/api/v1/messages?limit=1000&cursor=${encodeURIComponent(cursor)}`;
  }
  const states = [...byId.values()];
  const alive = workers.at(-1).child.exitCode === null;
  for (const { child } of [system, workers.at(-1)]) child.kill('SIGTERM');
  const [code] = await once(system.child, 'exit');
  const counted = await resultsOf(store, today);
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
    countedTwice: counted - accepted.size,
    neverAccepted: waiting.size,
    messages: byId.size,
    messagesReceived: hook.seen.size,
    receivedAgain: [...hook.seen.values()].filter((times) => times > 1).length,
    messageStates: Object.fromEntries(
      [...new Set(states)].map((one) => [one, states.filter((of) => of === one).length]),
    ),
    // Received under an id that is none, or sent as far as the outbox knows and never received.
    unknownMessages: [...hook.seen.keys()].filter((id) => !byId.has(id)).length,
    lostMessages: [...byId].filter(([id, state]) => state === 'sent' && !hook.seen.has(id)).length,
    memoryMb: { begin: memory[0], middle: memory[memory.length >> 1], end: memory.at(-1), most: Math.max(...memory) },
    workerAlive: alive,
    exitCode: code,
  });
  if (code !== 0 || !alive) console.error(system.log.text, workers.at(-1).log.text);
} finally {
  for (const child of children) child.kill('SIGKILL');
  hook.server.close();
  if (hasDisk) await run('umount', ['-l', disk]).catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
}
