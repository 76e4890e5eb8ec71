import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import type { Explanation, Incident, KeptMark, KeptSilence, PolicyComparison, TodayFacts } from '@dqs/alerting';
import type { AlertSimulation, SimulationReport } from '@dqs/pipelines';
import { openAlertingStore } from '@dqs/store';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, QUICK_TRAINING, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
const place = (name: string) => join(folder, name);
const json = async <T>(args: readonly string[]) => JSON.parse(await expectFine([...args, '--json'])) as T;

const POLICY = `
apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: main }
defaults: { target: 90 }
rules:
  - { id: below_target, when: 'fails_beyond(target, alpha=0.01)', keep_firing: 2 good results }
incidents: { group_by: [rule], resolution_reasons: [fixed, false-alarm] }
routes: [{ to: [chat, peer] }]
receivers:
  chat: { slack: { channel: C1, token: { env: NO_SUCH_TOKEN } } }
  peer: { alertmanager: { url: 'http://127.0.0.1:PORT' } }
  digest: { email: { to: 'a@example.com' }, at: '07:00', even_if_quiet: true }
`;
const OTHER = POLICY.replaceAll('chat', 'room');
const AT = (day: number) => ['--known-at', new Date((FIRST + day) * 86_400_000 + 8 * 3_600_000).toISOString()];

/** Day on which the planted drop begins, and the store that the simulation left. */
const FIRST = Date.parse('2025-04-10') / 86_400_000;
const RESULTS = ['--store', place('store')];
const STORE = [...RESULTS, '--policy', place('main.yaml')];
let simulated: AlertSimulation;
let series = '';

interface Ticked {
  readonly version: number | null;
  readonly queued: number;
  readonly sends: readonly { readonly id: string; readonly kind: string; readonly receiver: string }[];
  readonly dispatched: { readonly sent: number; readonly later: number; readonly dead: number } | null;
}

/** An Alertmanager, as far as ticks know it. */
const peer = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    received.push(...(JSON.parse(body) as Posted[]));
    response.writeHead(200).end();
  });
});
const received: Posted[] = [];

interface Posted {
  readonly labels: Readonly<Record<string, string>>;
}

afterAll(() => peer.close());
beforeAll(async () => {
  await new Promise<void>((done) => peer.listen(0, '127.0.0.1', done));
  const { port } = peer.address() as AddressInfo;
  const history = await smallHistory(folder);
  writeFileSync(place('main.yaml'), POLICY.replace('PORT', String(port)));
  writeFileSync(place('other.yaml'), OTHER.replace('PORT', String(port)));
  const before = place('before.csv');
  const [header, ...rows] = readFileSync(history, 'utf8').trim().split('\n');
  writeFileSync(before, [header, ...rows.filter((row) => row.split(',')[4]! < '2025-04-01')].join('\n'));
  await expectFine(['train', '--input', before, ...QUICK_TRAINING, '--no-gates', '--out', place('model')]);
  const report = await json<SimulationReport>([
    ...['simulate-operation', '--input', history, '--model', place('model'), '--from', '2025-04-05'],
    ...['--plant', 'drop:70@2025-04-10+5', ...STORE],
  ]);
  simulated = report.alerts!;
  series = simulated.incidents[0]!.members[0]!.subject;
});

describe('alerts on the ledger of a store', () => {
  it('say what to do where there is nothing yet', async () => {
    expect(await expectFine(['today', '--store', place('none')])).toContain('dqs forecast issue --store');
    expect(await expectFine(['alerts', 'list', ...STORE])).toContain('dqs alerts tick does it');
  });

  it('make no database where people read, end or withdraw, which a mistyped folder would get otherwise', async () => {
    const run = (...args: string[]) =>
      dqs(['alerts', ...args, '--store', place('typo'), '--policy', place('main.yaml')]);
    expect((await run('silence')).stdout).toContain('no silences');
    expect((await run('mark')).stdout).toContain('nobody has said anything');
    expect((await run('silence', 'end', 'sil-1')).stderr).toContain('expected the id of a silence');
    expect((await run('mark', 'withdraw', 'mark-1')).stderr).toContain('expected the id of a mark');
    for (const action of ['show', 'acknowledge']) {
      const { code, stderr } = await run('incident', action, 'inc-1');
      expect([code, stderr]).toEqual([2, expect.stringContaining('expected the id of an incident')]);
    }
    expect(existsSync(place('typo'))).toBe(false);
  });

  it('simulated without ticks are those of the simulated operation', async () => {
    const { sends } = await json<AlertSimulation>(['alerts', 'simulate', ...STORE, '--last', '400d', ...AT(8)]);
    const isEarly = ({ at }: { readonly at: number }) => at / 86_400_000 < FIRST + 9;
    expect(sends.filter(isEarly)).toEqual(simulated.sends.filter(isEarly));
    expect(sends.some(({ kind }) => kind === 'opened')).toBe(true);
  });

  it('are decided by ticks, once, and sent; what cannot be sent waits; and a simulation lists what they sent', async () => {
    const tick = (day: number, ...more: string[]) => json<Ticked>(['alerts', 'tick', ...STORE, ...AT(day), ...more]);
    const first = await tick(0, '--no-send');
    expect(first).toMatchObject({ version: 1, dispatched: null });
    const second = await tick(1);
    const live = [...first.sends, ...second.sends];
    expect(live.map(({ kind, receiver }) => `${receiver} ${kind}`)).toContain('chat opened');
    expect(second.dispatched!.sent).toBe(live.filter(({ receiver }) => receiver === 'peer').length);
    expect(second.dispatched!.later).toBeGreaterThan(0);
    expect(received.length).toBeGreaterThan(0);
    expect(received.every(({ labels }) => labels['severity'] === 'warning')).toBe(true);
    expect(await tick(1, '--dry-run')).toMatchObject({ version: null, queued: 0, sends: [], dispatched: null });
    const text = await expectFine(['alerts', 'tick', ...STORE, ...AT(1)]);
    expect(text).toMatch(/^main, 2025-04-11T08:00:00.000Z: \d+ series, .*step 3$/m);
    const compared = ['alerts', 'simulate', ...STORE, '--last', '400d', '--against', place('other.yaml'), ...AT(1)];
    const { sends, comparison } = await json<AlertSimulation & { comparison: PolicyComparison }>(compared);
    expect(sends.map(({ id }) => id)).toEqual(live.map(({ id }) => id));
    expect(comparison.onlyNew.length + comparison.onlyOld.length).toBeGreaterThan(0);
  });

  it('are listed with what waits, and explained rule by rule', async () => {
    const text = await expectFine(['alerts', 'list', ...STORE]);
    expect(text).toMatch(/^inc-\w+ +open +warning +below_target: /m);
    expect(text).toMatch(/messages? wait to be sent, the oldest for/);
    const words = await expectFine(['alerts', 'explain', series, ...STORE, ...AT(1)]);
    expect(words).toMatch(/when fails_beyond\(target, alpha=0.01\): \d+ of \d+, /);
    expect(words).toMatch(/goes to chat, by line \d+/);
    const before = await json<Explanation>(['alerts', 'explain', series, ...STORE, '--day', '2025-04-08']);
    expect(before).toMatchObject({ series, rules: [{ rule: 'below_target', when: [{ verdict: 'not-met' }] }] });
  });

  it('are what today tells, in text, as JSON and as a page', async () => {
    const today = ['today', ...STORE, ...AT(1), '--pages-url', 'https://dqs.example.com'];
    const facts = await json<TodayFacts>(today);
    expect(facts.needs.length).toBeGreaterThan(0);
    const early = await json<TodayFacts>(['today', ...STORE, ...AT(-1)]);
    expect([early.openIncidents, early.needs]).toEqual([0, []]);
    expect(facts.yesterday.missed + facts.yesterday.right).toBeGreaterThan(0);
    const text = await expectFine([...today, '--mail', '--html', place('today.html')]);
    expect(text).toMatch(/^Subject: \d+ needs? you/);
    expect(text).toContain(`${facts.needs.length} incident`);
    expect(text).toContain('Needs you (worst first)');
    expect(readFileSync(place('today.html'), 'utf8')).toContain('https://dqs.example.com/incidents/inc-');
  });

  it('are silenced, seen and ended', async () => {
    const silence = (...args: string[]) => json<{ silences: KeptSilence[] }>(['alerts', 'silence', ...args, ...STORE]);
    const about = ['--match', 'rule=*', '--until', '2099-01-01', '--comment', 'a test', '--by', 'ann'];
    const [made] = (await silence('add', ...about)).silences;
    expect(made).toMatchObject({ match: { rule: ['*'] }, by: 'ann', comment: 'a test', ended: null });
    expect(await expectFine(['alerts', 'silence', ...STORE])).toMatch(/^sil-\w+ +holds +rule=\* /m);
    expect((await silence('end', made!.id)).silences).toMatchObject([
      { id: made!.id, ended: { at: expect.any(Number) } },
    ]);
    const wrong = await dqs(['alerts', 'silence', 'add', ...STORE, ...about.slice(2), '--match', 'colour=red']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--match with a field of')]);
  });

  it('are explained as of a day without a tick with what people had said by then', async () => {
    const store = await openAlertingStore({ folder: place('store/postgres') });
    const [from, until] = [FIRST + 2, FIRST + 6].map((day) => day * 86_400_000) as [number, number];
    await store.addSilence('main', { match: { rule: ['*'] }, from, until, at: from, by: 'ann', comment: 'a test' });
    await store.close();
    const explained = await json<Explanation>(['alerts', 'explain', series, ...STORE, '--day', '2025-04-13']);
    expect(explained.rules).toMatchObject([{ rule: 'below_target', suppressed: { by: 'silence' } }]);
  });

  it('are shown, acknowledged and resolved by people', async () => {
    const act = (...args: string[]) =>
      json<{ incidents: Incident[] }>(['alerts', 'incident', ...args, ...STORE, '--by', 'ann']);
    const id = /^inc-\w+/m.exec(await expectFine(['alerts', 'list', ...STORE]))![0];
    const before = await expectFine(['today', ...STORE, ...AT(1)]);
    expect((await act('acknowledge', id)).incidents).toMatchObject([
      { id, state: 'acknowledged', acknowledgedBy: 'ann' },
    ]);
    const assigned = await act('assign', id, '--to', 'bob', '--comment', 'you know the export');
    expect(assigned.incidents).toMatchObject([{ acknowledgedBy: 'bob' }]);
    expect((await act('fixed', id)).incidents).toMatchObject([{ acknowledgedBy: 'bob', fixed: { by: 'ann' } }]);
    expect((await act('name', id, '--title', 'Half a load')).incidents).toMatchObject([{ title: 'Half a load' }]);
    const shown = await expectFine(['alerts', 'incident', 'show', id, ...STORE]);
    expect(shown).toMatch(/"Half a load": acknowledged[^]*ann gave it to bob: "you know the export"/);
    const [{ members }] = (await act('show', id)).incidents as [Incident];
    const all = await dqs([
      'alerts',
      'incident',
      'split',
      id,
      '--with',
      ...members.map(({ alert }) => alert),
      ...STORE,
    ]);
    expect([all.code, all.stderr]).toEqual([2, expect.stringContaining('some, not all, of the alerts')]);
    const wrong = await dqs(['alerts', 'incident', 'resolve', id, '--reason', 'magic', ...STORE]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('magic')]);
    expect((await act('resolve', id, '--reason', 'false-alarm')).incidents).toMatchObject([{ id, state: 'resolved' }]);
    expect(await expectFine(['alerts', 'incident', 'show', id, ...STORE])).toMatch(/resolved.*by ann/);
    // What was known before stays what it was.
    expect(await expectFine(['today', ...STORE, ...AT(1)])).toBe(before);
    const unknown = await dqs(['alerts', 'incident', 'show', 'constructor', ...STORE]);
    expect(unknown.stderr).toContain('dqs alerts list --all');
  });

  it('carry what people say of a series', async () => {
    const mark = (...args: string[]) =>
      json<{ marks: KeptMark[] }>(['alerts', 'mark', ...args, ...STORE, '--by', 'ann']);
    expect(await expectFine(['alerts', 'mark', ...STORE])).toContain('nobody has said anything');
    const said = ['expected-until', series, '--date', '2025-04-10', '--below', '20', '--comment', 'a migration'];
    const [made] = (await mark(...said)).marks;
    expect(made).toMatchObject({ series, kind: 'expected-until', below: 20, by: 'ann', withdrawn: null });
    expect(await expectFine(['alerts', 'mark', ...STORE])).toMatch(/^mark-\w+ .* 2025-04-10 +expected-until 20 +ann/m);
    expect((await mark('withdraw', made!.id)).marks).toMatchObject([{ withdrawn: { by: 'ann' } }]);
    const noPercentage = await dqs(['alerts', 'mark', 'expected-until', series, ...STORE]);
    expect([noPercentage.code, noPercentage.stderr]).toEqual([2, expect.stringContaining('from 0 to 100')]);
  });
});
