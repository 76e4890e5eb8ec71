import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';

import { readPolicy, SYSTEM_POLICY, type AlertingStore } from '@dqs/alerting';
import { SILENT_LOGGER } from '@dqs/core';
import { digestMail } from '@dqs/reports';
import { openPolicy, runTick } from '@dqs/runtime/alerting';
import { openDatabase, PostgresAlertingStore, PostgresLedger, type StoreDatabase } from '@dqs/store';

import { scratchFolder } from './support/dqs.js';
import { expectFine, QUICK_TRAINING } from './support/fixtures.js';
import { runScript } from './support/run-script.js';

const PAGES = resolve(__dirname, '../../../docs/runbooks');
let receiver: Server;
let database: StoreDatabase;
// Before the folder is removed: a server that still runs writes into it.
afterAll(async () => {
  await database?.close();
  receiver?.close();
});
const cwd = scratchFolder();
const place = (name: string) => join(cwd, name);
/** The noon of a day that is forecast; the day before has arrived. */
const NOON = Date.parse('2025-03-01T12:00:00Z');
const HOUR = 3_600_000;
const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

/** What the receiver of messages answers. */
let answer = 200;

process.env['HOOK_SECRET'] = SECRET;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(answer).end());
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  const size = ['--datasets', '2', '--rules', '2', '--days', '60', '--executions', '6', '--seed', '3'];
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
  const operation = ['--input', place('history.csv'), '--model', place('model'), '--from', '2025-01-12'];
  await expectFine(['simulate-operation', ...operation, '--store', place('store')]);
  // Whoever comes first starts the server; the commands find it running.
  database = await openDatabase({ folder: place('store/postgres') });
});
/** The policy of the system by another name, so that no page knows of another, and a policy whose messages go to the receiver. */
function writePolicies(name: string): void {
  writeFileSync(place('system.yaml'), SYSTEM_POLICY.replace('name: system', `name: ${name}`));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const main = `apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: main-${name} }
rules: [{ id: all, when: 'pass_percentage >= 0' }]
routes: [{ to: [chat] }]
receivers: { chat: { webhook: { url: '${url}', secret: { env: HOOK_SECRET }, allow_private: true } } }
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
  const settings = { store: place('store'), policy: place(file), knownAt, ...more };
  const alerting = new PostgresAlertingStore(database) as unknown as AlertingStore<unknown>;
  const opened = { ledger: new PostgresLedger(database), alerting };
  return runTick(settings, opened, await openPolicy(settings), digestMail, HOOKS);
}

const statement = (sql: string, values: readonly unknown[] = []) =>
  database.withClient((client) => client.query(sql, [...values]));

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
};

/** Pages after whose commands it is over by the next tick. */
const OVER = new Map<string, number>([
  ['channel-failing', NOON + 2 * HOUR],
  ['store-trouble', NOON + 2 * HOUR],
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
