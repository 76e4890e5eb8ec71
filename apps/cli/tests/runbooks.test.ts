import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';

import { readPolicy, SYSTEM_POLICY } from '@dqs/alerting';
import { SILENT_LOGGER } from '@dqs/core';
import { digestMail } from '@dqs/reports';
import { AuditLog, auditBatches, MemoryAuditStore } from '@dqs/core/audit';
import { readRetrainingPolicy, RetrainingRecord } from '@dqs/pipelines/retrain';
import { openOperation, openStore, type OpenedOperation } from '@dqs/runtime';
import { openPolicy, runTick } from '@dqs/runtime/alerting';
import { JobQueue, type StoreDatabase } from '@dqs/store';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, QUICK_TRAINING } from './support/fixtures.js';
import { runScript } from './support/run-script.js';

const PAGES = resolve(__dirname, '../../../docs/runbooks');
let receiver: Server;
let operation: OpenedOperation & { readonly database: StoreDatabase };
// Before the folder is removed: a server that still runs writes into it.
afterAll(async () => {
  await operation?.database.close();
  receiver?.close();
});
const cwd = scratchFolder();
const place = (name: string) => join(cwd, name);
/** The noon of a day that is forecast; the day before has arrived. */
const NOON = Date.parse('2025-03-01T12:00:00Z');
const HOUR = 3_600_000;
const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

/** What the receiver of messages answers, and what it has heard. */
let answer = 200;
const heard: string[] = [];

process.env['HOOK_SECRET'] = SECRET;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      heard.push(Buffer.concat(parts).toString());
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  const size = ['--datasets', '4', '--rules', '3', '--days', '60', '--executions', '6', '--seed', '3'];
  await expectFine(['generate', ...size, '--out', place('history.csv')]);
  await expectFine([
    'train',
    '--input',
    place('history.csv'),
    ...QUICK_TRAINING,
    '--no-gates',
    '--out',
    place('model'),
  ]);
  const simulated = ['--input', place('history.csv'), '--model', place('model'), '--from', '2025-01-12'];
  await expectFine(['simulate-operation', ...simulated, '--store', place('store')]);
  // Whoever comes first starts the server; the commands find it running.
  operation = await openOperation({ store: place('store') });
});
/** The policy of the system by another name, so that no page knows of another, and a policy whose messages go to the receiver. */
function writePolicies(name: string): void {
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const webhook = `webhook: { url: '${url}', secret: { env: HOOK_SECRET }, allow_private: true }`;
  const system = SYSTEM_POLICY.replace('name: system', `name: ${name}`);
  writeFileSync(place('system.yaml'), system.replace('email: { to: watchdog@example.com }', webhook));
  const main = `apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: main-${name} }
rules: [{ id: all, when: 'pass_percentage >= 0' }]
routes: [{ to: [chat] }]
receivers: { chat: { ${webhook} } }
`;
  writeFileSync(place('dqs.alerts.yaml'), main);
}

/** A tick at a time, after which these rules of the system policy fire. */
async function firing(at: number, more: { readonly storeLeastFree?: number } = {}): Promise<readonly string[]> {
  const { decision } = await tick('system.yaml', at, more);
  const open = decision.state.incidents.filter(({ state }) => state !== 'resolved');
  return open.flatMap(({ members }) => members.map(({ rule }) => rule));
}

const HOOKS = { signal: new AbortController().signal, logger: SILENT_LOGGER };

/** What `dqs alerts tick` does. */
async function tick(file: string, knownAt: number, more: { readonly storeLeastFree?: number } = {}) {
  const settings = { store: place('store'), registry: place('registry'), policy: place(file), knownAt, ...more };
  return runTick(settings, operation, await openPolicy(settings), digestMail, HOOKS);
}

const statement = (sql: string, values: readonly unknown[] = []) =>
  operation.database.withClient((client) => client.query(sql, [...values]));

/** Makes every forecast certain that all fails, and lets the days be graded again. */
async function spoilForecasts(): Promise<void> {
  const nothingPasses = Buffer.from([6, 1, 0]);
  await statement(
    `UPDATE dqs.forecast SET predicted_pass_percentage = 0, expected_pass_percentage = 0, distribution = $1
     WHERE issue IN (SELECT issue FROM dqs.issue WHERE arm = 'champion')`,
    [nothingPasses],
  );
  await statement('TRUNCATE dqs.grade, dqs.aggregate, dqs.checkpoint');
  await statement('UPDATE dqs.day SET changes = changes + 1');
}

/** A registry whose alias was promoted and rolled back. */
async function rolledBack(): Promise<void> {
  const registry = (...args: readonly string[]) => expectFine(['registry', ...args, '--by', 'ann'], cwd);
  for (const version of ['1.0.0', '1.0.1']) {
    await registry('register', 'orders', '--model', 'model');
    await registry('promote', `orders@${version}`, 'production', '--override', '--reason', 'first');
  }
  await registry('rollback', 'orders@production', '--override', '--reason', 'worse');
}

const RETRAINING = `apiVersion: dqs/v1
kind: RetrainingPolicy
model: orders
triggers: { schedule: { every: 36500d } }
data: { minimum_days: 10 }
gates: { better: {}, naive_skill: {} }
`;

/** A training that began two days before and was never heard of again. */
async function deadTraining(): Promise<void> {
  writeFileSync(place('dqs.retrain.yaml'), RETRAINING);
  const now = NOON - 48 * HOUR;
  const record = new RetrainingRecord(openStore(place('registry')), 'orders', 'production', { now: () => now });
  const nothing = { degradedPools: 0, driftImpact: null, newLabels: 0, newSeries: 0, contractDigest: null };
  const facts = { ...nothing, now, champion: null, openIngestIncidents: [], days: 60 };
  const manual = { by: 'ann', reason: 'new rules' };
  const policy = readRetrainingPolicy(RETRAINING, 'dqs.retrain.yaml');
  expect(await record.decide(policy, { ...facts, manual })).toMatchObject({ start: true });
}

/** An exported audit log of which an entry was changed. */
async function changedLog(): Promise<void> {
  const store = new MemoryAuditStore();
  const log = new AuditLog(store, { origin: 'test', schemas: new Map() });
  for (const id of ['ann', 'ben', 'cleo']) {
    await log.append({ actor: { id }, action: 'model.promote', targets: [], outcome: 'done' });
  }
  const lines: string[] = [];
  for await (const batch of auditBatches(store)) lines.push(...batch.map((one) => Buffer.from(one).toString()));
  writeFileSync(place('entries.ndjson'), lines.join('\n').replace('ben', 'eve'));
  const { code } = await dqs(['audit', 'verify', 'entries.ndjson', '--store', 'store'], { cwd });
  expect(code).toBe(3);
}

/** A job of a file that could not be read in six attempts. */
async function failedJob(): Promise<void> {
  const queue = await JobQueue.open(operation.database, ['collect']);
  await queue.offer([{ kind: 'collect', key: 'orders.csv', data: { name: 'orders.csv' } }]);
  await queue.close();
  await statement("UPDATE dqs_jobs.job SET state = 'failed', completed_on = now() WHERE name = 'collect'");
}

/** How the fault of each page is made, and the rules that fire by it. They come one after another, on one store. */
const FAULTS: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  'source-late': () => firing(NOON + 60 * HOUR),
  'outbox-stuck': async () => {
    answer = 503;
    await tick('dqs.alerts.yaml', NOON);
    return firing(NOON + HOUR);
  },
  'channel-failing': async () => {
    answer = 410;
    await tick('dqs.alerts.yaml', NOON);
    answer = 200;
    return firing(NOON + 60_000);
  },
  'store-trouble': () => firing(NOON, { storeLeastFree: 1_000_000 }),
  'worse-than-naive': async () => {
    await spoilForecasts();
    return firing(NOON);
  },
  'coverage-off': () => firing(NOON),
  'forecasts-not-issued': async () => {
    await statement('DELETE FROM dqs.forecast WHERE target_day >= $1', [Math.floor(NOON / (24 * HOUR))]);
    await firing(NOON);
    return firing(NOON + 61 * 60_000);
  },
  'rollback-happened': async () => {
    await rolledBack();
    return firing(NOON);
  },
  'retraining-stuck': async () => {
    await deadTraining();
    return firing(NOON);
  },
  'audit-broken': async () => {
    await changedLog();
    return firing(NOON);
  },
  'job-late': async () => {
    await failedJob();
    return firing(NOON);
  },
  watchdog: async () => {
    const rules = await firing(NOON);
    // What it is told from now on, the page has told it.
    heard.length = 0;
    return rules;
  },
};

/** Pages after whose commands it is over by the next tick. */
const OVER = new Map<string, number>([
  ['channel-failing', NOON + 2 * HOUR],
  ['store-trouble', NOON + 2 * HOUR],
  ['job-late', NOON + 2 * HOUR],
  ['retraining-stuck', NOON + 2 * HOUR],
]);

describe.each(Object.keys(FAULTS))('the runbook %s', (name) => {
  it('is of a rule that fires by the fault, and its commands run under it', async () => {
    writePolicies(name);
    expect(await FAULTS[name]!()).toContain(name);
    const page = readFileSync(join(PAGES, `${name}.md`), 'utf8');
    const scripts = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, script]) => script!);
    expect(scripts.length).toBeGreaterThan(0);
    const { code, stdout, stderr } = await runScript(scripts.join('\n'), { cwd });
    if (code !== 0) throw new Error(`${name} ended with ${code}: ${stderr}\n${stdout}`);
    const over = OVER.get(name);
    if (over !== undefined) expect(await firing(over)).not.toContain(name);
    if (name === 'watchdog') expect(heard.join()).toContain('watchdog');
  });
});

describe('the runbooks', () => {
  it('begin with a policy that is printed, tested and ticks', async () => {
    const page = readFileSync(join(PAGES, 'README.md'), 'utf8');
    const [, script] = /^```sh\n([\s\S]*?)^```$/m.exec(page)!;
    expect(await runScript(script!, { cwd })).toMatchObject({ code: 0 });
  });

  it('have a page for each rule of the policy, whose fault is injected here', () => {
    const rules = readPolicy(SYSTEM_POLICY, 'system.yaml').policy.rules.map(({ id }) => id);
    expect(rules.sort()).toEqual(Object.keys(FAULTS).sort());
    expect(readdirSync(PAGES).sort()).toEqual(['README.md', ...Object.keys(FAULTS).map((name) => `${name}.md`)].sort());
  });
});
