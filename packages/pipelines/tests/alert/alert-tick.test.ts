import { MemoryAlertingStore, readPolicy, type DigestMessage, type IncidentMessage } from '@dqs/alerting';
import { formatDay, MemoryStore, PanelBuilder, Random, type DailyPanel } from '@dqs/core';
import { Catalog } from '@dqs/core/catalog';
import { Deliveries, isDelivered } from '@dqs/ingestion';
import { MemoryLedger } from '@dqs/ledger';
import { parseFault } from '@dqs/synthetic';

import {
  alertTick,
  closePredictor,
  LedgerFacts,
  saidTo,
  simulateOperation,
  todayFacts,
  type AlertTick,
  type FactSources,
} from '../../src/index.js';
import { DAY, HOUR, trainedVersion } from '../support/operation.js';
import { FIRST_DAY } from '../support/panels.js';

const FROM = FIRST_DAY + 40;
const DAYS = 56;
const LAST = FIRST_DAY + DAYS - 1;
/** The day on which a rule of crm begins to fail, and the one on which erp is silent. */
const BAD = FROM + 6;
const MISSING = FROM + 10;

const { policy } = readPolicy(
  `
apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: main }
defaults: { target: 90, timezone: Europe/Berlin }
rules:
  - { id: below_target, when: 'fails_beyond(target, alpha=0.01)', keep_firing: 2 good results }
  - { id: silent, level: source, when: arrival_lag > quantile(0.99), inhibits: { rules: [below_target], equal: [source] } }
incidents: { group_by: [source, dataset] }
routes: [{ match: { alert: silent }, to: [digest], continue: true }, { to: [chat] }]
receivers:
  chat: { slack: { channel: C1, token: { env: T } } }
  digest: { email: { to: 'a@example.com' }, at: '07:45', even_if_quiet: true }
`,
  'main.yaml',
);
const catalog = Catalog.parse(
  'apiVersion: dqs/v1\nkind: Catalog\nentries: [{ match: { source: crm }, set: { owner: team-crm } }]\n',
  'catalog.yaml',
);

function panel(): DailyPanel {
  const random = new Random(8);
  const builder = new PanelBuilder();
  for (const source of ['crm', 'erp']) {
    for (const dataset of ['a', 'b']) {
      const datasetUuid = `${source}-${dataset}`;
      const key = { source, tenantId: '', datasetUuid, datasetName: datasetUuid, ruleCode: '101' };
      for (let day = FIRST_DAY; day <= LAST; day += 1) {
        const passes = Array.from({ length: 30 }, () => random.next()).filter((one) => one < 0.995).length;
        const counts = { passes, fails: 30 - passes, errors: 0, recordCount: 5, filteredCount: Number.NaN };
        builder.addCounts(key, day, counts);
        builder.addLevel(key, 'ATTRIBUTE', 30);
      }
    }
  }
  return builder.build();
}

const store = new MemoryAlertingStore();
const stores = { artifacts: new MemoryStore(), ledger: new MemoryLedger() };
const ticks: AlertTick[] = [];
let sources: FactSources;
const telling = { digest: ({ knownAt }: { knownAt: number }) => ({ subject: `${knownAt}`, text: '', html: '' }) };
const request = (at: number) => ({ name: 'main', sources, at, ...telling });

beforeAll(async () => {
  const history = panel();
  const version = await trainedVersion(history, FROM);
  const onTick: Parameters<typeof simulateOperation>[3]['onTick'] = async (at, deliveries) => {
    const entries = (await deliveries.entries({ knownAt: at })).filter(isDelivered);
    sources = { ledger: stores.ledger, policy, catalog, entries };
    ticks.push(await alertTick(store, request(at)));
  };
  const faults = [`drop:60@${formatDay(BAD)}+3/source=crm`, `silent@${formatDay(MISSING)}+2/source=erp`].map(
    parseFault,
  );
  const targets = { everywhere: 90, series: [] };
  await simulateOperation(history, [version], stores, { from: FROM, faults, targets, onTick });
  closePredictor(version.bundle.predictor);
});

const messages = async () => (await store.outboxOf('main').list({})).map(({ message }) => message);

describe('a tick of alerting', () => {
  it('queues one message for each incident and receiver, opened and resolved, and a digest a day', async () => {
    const chat = (await messages()).filter(({ receiver }) => receiver === 'chat');
    const incidents = new Map<string, IncidentMessage[]>();
    for (const { content } of chat) {
      if (content.kind !== 'incident') continue;
      incidents.set(content.incident, [...(incidents.get(content.incident) ?? []), content]);
    }
    const failing = [...incidents.values()].filter(([first]) => first!.state === 'failing');
    expect(failing.map((own) => own[0]!.what).sort()).toEqual(['crm-a · 101', 'crm-b · 101']);
    for (const own of failing) {
      expect(own[0]!.lines[0]).toMatch(/: \d+ of 30 passed, .* target 90/);
      expect(own[0]!.owner).toBe('team-crm');
      expect(own.filter(({ phase }) => phase === 'resolved')).toHaveLength(1);
    }
    const digests = (await messages()).filter(({ receiver }) => receiver === 'digest');
    expect(digests).toHaveLength(ticks.length - 1);
    const content = digests.at(-1)!.content as DigestMessage;
    expect(content).toMatchObject({ kind: 'digest', date: formatDay(LAST + 1), owner: '' });
  });

  it('done twice, stores and tells nothing more', async () => {
    const before = await messages();
    const again = await alertTick(store, request(ticks.at(-1)!.facts.at));
    expect(again.decision.sends).toEqual([]);
    expect(await messages()).toEqual(before);
    const earlier = await alertTick(store, request(ticks.at(-2)!.facts.at));
    expect(earlier).toMatchObject({ version: null, queued: 0 });
  });

  it('in a dry run decides and stores nothing', async () => {
    const { version } = await store.load('main');
    const dry = await alertTick(store, { ...request(ticks.at(-1)!.facts.at + HOUR), isDryRun: true });
    expect(dry.version).toBeNull();
    expect((await store.load('main')).version).toBe(version);
  });

  it('decides again on what another one left that was faster', async () => {
    const at = ticks.at(-1)!.facts.at + 2 * HOUR;
    const slow = alertTick(store, request(at));
    const fast = alertTick(store, request(at));
    const versions = (await Promise.all([slow, fast])).map(({ version }) => version!);
    expect(Math.abs(versions[0]! - versions[1]!)).toBe(1);
  });

  it('follows what people say: a silence holds from when it was made', async () => {
    const at = ticks.at(-1)!.facts.at + 3 * HOUR;
    const silence = { match: { source: ['crm'] }, from: at, until: at + DAY, by: 'ann', comment: 'a test' };
    await store.addSilence('main', { ...silence, at });
    const said = await saidTo(store, 'main');
    expect([said(at - 1).silences, said(at).silences]).toEqual([[], [silence]]);
    const { facts } = await alertTick(store, { ...request(at), isDryRun: true });
    expect(facts.silences).toEqual([silence]);
  });
});

describe('today', () => {
  /** The facts of a morning, with the state that its tick left. */
  async function morning(day: number, owner?: string) {
    const at = day * DAY + 8 * HOUR;
    const tick = await (await LedgerFacts.open(sources, at)).tick(at);
    const { state, sends } = ticks.find(({ facts }) => facts.at === at)!.decision;
    const entries = sends.flatMap((send) => send.entries ?? []);
    return todayFacts({ policy, tick, state, entries, owner, pages: 'https://dqs.example.com' });
  }

  it('tells what failed, in the words of its message, and whom it needs', async () => {
    const { needs, openIncidents, yesterday, day, late } = await morning(BAD + 1);
    expect(day).toBe(BAD + 1);
    expect(openIncidents).toBe(2);
    expect(needs[0]).toMatchObject({
      state: 'failing',
      owner: 'team-crm',
      url: expect.stringMatching(/incidents\/inc-/),
    });
    expect(needs[0]!.sentence).toMatch(/of 30 passed/);
    expect(yesterday.right + yesterday.missed).toBe(2);
    expect(late).toEqual([]);
    expect((await morning(BAD + 1, 'team-x')).needs).toEqual([]);
  });

  it('tells which source has not arrived, by its own clock, and what is in the digest alone', async () => {
    const { late, held } = await morning(MISSING + 1);
    expect(late).toMatchObject([{ source: 'erp', series: 2, incident: expect.any(String) }]);
    expect(late[0]!.usual).toMatch(/^\d\d:\d\d$/);
    expect(late[0]!.usual < late[0]!.latest).toBe(true);
    expect(held.map(({ why }) => why)).toEqual(['its route leads to the digest']);
  });

  it('of a quiet morning says nothing', async () => {
    const { late, needs, likely, held, changed } = await morning(FROM + 1);
    expect([late, needs, likely, held, changed]).toEqual([[], [], [], [], []]);
  });

  it('knows the deliveries alone', async () => {
    const entries = (await new Deliveries(stores.artifacts).entries()).filter(isDelivered);
    const at = LAST * DAY;
    const tick = await (await LedgerFacts.open({ ...sources, ledger: new MemoryLedger(), entries }, at)).tick(at);
    expect(tick.facts.series).toEqual([]);
    expect(tick.facts.sources.map(({ source }) => source)).toEqual(['crm', 'erp']);
  });
});
