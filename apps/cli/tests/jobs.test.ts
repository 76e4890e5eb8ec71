import { mkdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { dqs, finished, scratchFolder, start } from './support/dqs.js';
import { expectFine, QUICK_TRAINING, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
const place = (name: string) => join(folder, name);
const INBOX = place('inbox');
const STORE = ['--store', place('store')];
const WORK = [...STORE, '--inbox', INBOX, '--model', place('model'), '--issue-at', '00:00'];

interface Jobs {
  readonly jobs: readonly { readonly kind: string; readonly key: string; readonly state?: string; outcome?: string }[];
}
const json = async <T>(args: readonly string[]) => JSON.parse(await expectFine([...args, '--json'])) as T;
const listed = async () => (await json<Jobs>(['jobs', 'list', ...STORE])).jobs;
const kindsOf = ({ jobs }: Jobs) => jobs.map(({ kind, outcome }) => `${kind} ${outcome}`);

/** Puts a file into the inbox as programs should: written under another name, and old enough to be whole. */
function deliver(name: string, rows: readonly string[]): void {
  writeFileSync(place(`inbox/${name}.tmp`), rows.join('\n'));
  utimesSync(place(`inbox/${name}.tmp`), new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
  renameSync(place(`inbox/${name}.tmp`), place(`inbox/${name}`));
}

const today = () => new Date().toISOString().slice(0, 10);

const POLICY = `
apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: main }
rules: [{ id: below, when: 'fails_beyond(target, alpha=0.01)' }]
routes: [{ to: [mail] }]
receivers: { mail: { email: { to: data@example.com }, at: '07:45' } }
`;

let header = '';
let lastDay: string[] = [];
beforeAll(async () => {
  mkdirSync(INBOX);
  const [first, ...rows] = readFileSync(await smallHistory(folder), 'utf8')
    .trim()
    .split('\n');
  header = first!;
  const last = rows.at(-1)!.split(',')[4]!;
  lastDay = rows.filter((row) => row.split(',')[4] === last);
  writeFileSync(place('before.csv'), [header, ...rows.filter((row) => !lastDay.includes(row))].join('\n'));
  await expectFine(['train', '--input', place('before.csv'), ...QUICK_TRAINING, '--no-gates', '--out', place('model')]);
  deliver('before.csv', readFileSync(place('before.csv'), 'utf8').split('\n'));
  writeFileSync(place('inbox/half-written.csv.tmp'), header);
});

describe('jobs', () => {
  it('are none before anything was due', async () => {
    const list = await expectFine(['jobs', 'list', ...STORE]);
    expect(list).toContain('no jobs yet: dqs worker does what is due');
    expect(list).toMatch(/^collect +0 +not set up here +add the files/mu);
    expect(list).toMatch(/^forecast +0 +\d{4}-\d\d-\d\d 06:00 +issue the forecasts/mu);
    expect(await expectFine(['jobs', 'run', ...STORE])).toContain('nothing was due');
  });

  it('of a run collect, grade and forecast what is due, once', async () => {
    const run = await json<Jobs>(['jobs', 'run', ...WORK]);
    // Days that are collected and wait for something are looked at again.
    const done = ['collect done', 'forecast done', 'grade done', 'monitor done', 'verify done'];
    expect([...new Set(kindsOf(run))].sort()).toEqual(done);
    expect(await json<Jobs>(['jobs', 'run', ...WORK])).toMatchObject({ jobs: [] });
    expect((await listed()).every(({ state }) => state === 'done')).toBe(true);
    expect(await json(['forecast', 'issue', ...STORE, '--model', place('model'), '--date', today()])).toMatchObject({
      arms: [
        { arm: 'champion', issued: 0 },
        { arm: 'naive', issued: 0 },
      ],
    });
  });

  it('with a policy decide who is told what', async () => {
    writeFileSync(place('policy.yaml'), POLICY);
    const run = await json<Jobs>(['jobs', 'run', ...WORK, '--policy', place('policy.yaml')]);
    expect(kindsOf(run)).toEqual(['alert done']);
    expect(await expectFine(['alerts', 'list', ...STORE, '--policy', place('policy.yaml')])).toContain('main');
  });

  it('that fail say why, and are tried again by hand', async () => {
    deliver('broken.csv', ['no', 'history']);
    const failed = await dqs(['jobs', 'run', ...WORK]);
    expect([failed.code, failed.stdout]).toEqual([1, expect.stringMatching(/collect +broken\.csv .*failed/u)]);
    const [job] = (await listed()).filter(({ key }) => key.startsWith('broken.csv'));
    const retried = await dqs(['jobs', 'retry', 'collect', job!.key, ...STORE]);
    // It waits for its next attempt; only what has failed for good is begun again.
    expect([retried.code, retried.stdout]).toEqual([1, expect.stringContaining('has failed: dqs jobs list')]);
  });

  it('say what is wrong with an inbox that is not there, and go on with the others', async () => {
    const ticked = await dqs(['jobs', 'tick', ...STORE, '--inbox', place('nowhere'), '--json']);
    expect(ticked.code).toBe(1);
    const { ticked: kinds } = JSON.parse(ticked.stdout) as { ticked: { kind: string; why: string | null }[] };
    expect(kinds.find(({ kind }) => kind === 'collect')!.why).toContain('cannot be listed');
    expect(kinds.filter(({ why }) => why !== null).map(({ kind }) => kind)).toEqual(['collect']);
  });

  it('of a kind that is paused are not begun, and the audit log says by whom', async () => {
    const reason = ['--reason', 'rebuild', '--by', 'ann'];
    expect(await expectFine(['jobs', 'pause', 'alert', ...STORE, ...reason])).toBe('alert is paused by ann: rebuild\n');
    await expectFine(['automation', 'pause', ...STORE, ...reason]);
    const list = await expectFine(['jobs', 'list', ...STORE]);
    for (const kind of ['alert', 'retrain', 'watch'])
      expect(list).toMatch(new RegExp(`^${kind} .*paused by ann: rebuild`, 'mu'));
    const tick = await expectFine(['jobs', 'tick', ...STORE, '--policy', place('policy.yaml')]);
    expect(tick).toMatch(/^alert +0 +0 +paused by ann: rebuild/mu);
    expect(await expectFine(['jobs', 'resume', 'alert', ...STORE])).toBe('alert goes on\n');
    await expectFine(['automation', 'resume', ...STORE]);
    expect((await dqs(['automation', 'resume', ...STORE])).code).toBe(1);
    for (const args of [
      ['jobs', 'pause', 'alert'],
      ['jobs', 'pause', 'nothing', ...reason],
    ]) {
      const { code, stderr } = await dqs([...args, ...STORE]);
      expect([code, stderr]).toEqual([2, expect.stringContaining('expected')]);
    }
  });

  it('are done by a worker as they become due, until it is told to end', async () => {
    const worker = start(['worker', ...WORK, '--tick-seconds', '0.2', '--log-level', 'info']);
    const ended = finished(worker);
    deliver('last.csv', [header, ...lastDay]);
    const isDone = async () =>
      (await listed()).some(({ key, state }) => key.startsWith('last.csv') && state === 'done');
    while (!(await isDone())) await sleep(200);
    worker.kill('SIGTERM');
    const { code, stdout, stderr } = await ended;
    expect([code, stdout]).toEqual([0, 'ended\n']);
    expect(stderr).toContain('"job":"collect"');
    expect(await expectFine(['deliveries', 'list', ...STORE])).toContain('last.csv');
  });
});
