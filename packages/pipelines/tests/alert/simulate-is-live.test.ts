import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { allSteps, MemoryAlertingStore, readPolicy, simulate, type Policy, type Send } from '@dqs/alerting';
import { formatDay, MemoryStore, panelDayRange, type DailyPanel } from '@dqs/core';
import { Catalog } from '@dqs/core/catalog';
import { isDelivered, readPanel } from '@dqs/ingestion';
import { MemoryLedger } from '@dqs/ledger';
import { parseFault } from '@dqs/synthetic';

import {
  alertTick,
  closePredictor,
  factsOfTicks,
  LedgerFacts,
  saidTo,
  simulateOperation,
  storeTick,
  type FactSources,
} from '../../src/index.js';
import { trainedVersion } from '../support/operation.js';
import { filterCells } from '../support/panels.js';

/** Days that are simulated, days known before them, and series of each history. */
const LIVE_DAYS = 20;
const KNOWN_DAYS = 60;
const MOST_SERIES = 18;

const HISTORIES = ['epidemic_reports', 'trending_lists', 'ip_allocations'] as const;
const fileOf = (name: string) => resolve(__dirname, `../../../../../shared/data/${name}.csv.gz`);
const isThere = HISTORIES.every((name) => existsSync(fileOf(name)));
if (!isThere) console.warn('left out: the real histories in ../shared/data are not there');

const RISK = '{ id: slo_risk, when: p_below_target >= 0.6, clear: p_below_target < 0.4, keep_firing: 1 result }';
const BELOW = "{ id: below_target, when: 'fails_beyond(target, alpha=0.01)', keep_firing: 2 good results }";
const SILENT =
  '{ id: source_silent, level: source, when: arrival_lag > quantile(0.99), inhibits: { rules: [below_target], equal: [source] } }';
const RECEIVERS = `
receivers:
  page: { pagerduty: { routing_key: { env: PD_KEY } } }
  chat: { slack: { channel: C1, token: { env: T } }, active: work, outside: digest }
  log: { webhook: { url: 'https://example.com/hook', secret: { env: S } } }
  digest: { email: { to: '{owner}@example.com' }, at: '09:15', even_if_quiet: true }
calendars: { work: { days: mon-fri, from: '08:00', to: '18:00' } }
`;

/** Ten policies that differ in all that a policy can say. */
const BODIES: readonly string[] = [
  `rules: [${RISK}]\nroutes: [{ to: [log] }]`,
  `rules: [${BELOW}]\nroutes: [{ to: [page, chat] }]\nbudgets: [{ owner: '*', pages: 1 per 7d, overflow: digest }]`,
  `rules: [${BELOW}, ${SILENT}]\nroutes: [{ to: [log] }]\nincidents: { group_by: [source], group_wait: 10m, reopen_within: 3d }`,
  `rules: [${BELOW}]\nroutes: [{ to: [chat], repeat: { every: 2 results } }]`,
  `rules: [${RISK}, ${BELOW}]\nroutes: [{ match: { rule: '1*' }, to: [page] }, { to: [digest] }]`,
  `rules: ["{ id: quick, when: 'burn(3d) >= 3', for: 2 results }"]\nroutes: [{ to: [log], repeat: 24h }]`.replace(
    /"/g,
    '',
  ),
  `rules: [${BELOW.replace('keep_firing', 'requires: [min_executions: 20/28d], keep_firing')}]\nroutes: [{ to: [log] }]`,
  `rules: [${BELOW}]\nroutes: [{ to: [log] }]\nincidents: { group_by: [dataset], reopen_within: 1d }`,
  `rules: [${RISK.replace('keep', 'severity: { critical: p_below_target >= 0.9, warning: true }, keep')}]\nroutes: [{ match: { severity: critical }, to: [page], continue: true }, { to: [chat] }]`,
  `rules: [${RISK}, ${BELOW}]\nroutes: [{ to: [log, digest] }]\nincidents: { group_by: [rule], lead_lag: { q: 0.2, max_days: 3 } }`,
];
const policies = BODIES.map((body, i) => {
  const text = `apiVersion: dqs/v1\nkind: AlertPolicy\nmetadata: { name: p${i} }\ndefaults: { target: 95 }\n${body}\n${RECEIVERS}`;
  return readPolicy(text, `p${i}.yaml`).policy;
});
/** The one that people silence something of and say something about. */
const SILENCED = policies.at(-1)!;
const catalog = new Catalog([], 'none');
const digest = () => ({ subject: 's', text: 't', html: 'h' });

/** The first series of a history and its last days. */
async function partOf(name: string): Promise<DailyPanel> {
  const { panel } = await readPanel([fileOf(name)]);
  const last = panelDayRange(panel)!.last;
  const step = Math.max(1, Math.floor(panel.keys.length / MOST_SERIES));
  return filterCells(panel, (day, key) => key % step === 0 && day > last - KNOWN_DAYS - LIVE_DAYS);
}

(isThere ? describe : describe.skip).each(HISTORIES)('on the history %s', (name) => {
  const store = new MemoryAlertingStore();
  const stores = { artifacts: new MemoryStore(), ledger: new MemoryLedger() };
  const times: number[] = [];
  let sources: Omit<FactSources, 'policy'>;

  beforeAll(async () => {
    const panel = await partOf(name);
    const { last } = panelDayRange(panel)!;
    const from = last - LIVE_DAYS + 1;
    const version = await trainedVersion(panel, from);
    const silence = { match: { rule: ['*'] }, by: 'ann', comment: 'a test' };
    const onTick: Parameters<typeof simulateOperation>[3]['onTick'] = async (at, deliveries) => {
      times.push(at);
      const entries = (await deliveries.entries({ knownAt: at })).filter(isDelivered);
      sources = { ledger: stores.ledger, catalog, entries };
      const tick = await (await LedgerFacts.open({ ...sources, policy: policies[0]! }, at)).tick(at);
      for (const policy of policies.slice(0, -1)) await storeTick(store, { name: policy.name, policy, digest }, tick);
      if (times.length === 10) {
        const until = at + 6 * 86_400_000;
        await store.addSilence(SILENCED.name, { ...silence, from: at, until, at: at + 3_600_000 });
      }
      await alertTick(store, { name: SILENCED.name, sources: { ...sources, policy: SILENCED }, at, digest });
    };
    const faults = [`silent@${formatDay(from + 8)}+2`, `drop:40@${formatDay(from + 16)}+4`, 'correction'].map(
      parseFault,
    );
    const targets = { everywhere: 95, series: [] };
    await simulateOperation(panel, [version], stores, { from, faults, seed: 4, targets, onTick });
    closePredictor(version.bundle.predictor);
  });

  const sentLive = async (policy: Policy): Promise<readonly Send[]> => {
    const sends: Send[] = [];
    for await (const step of allSteps(store, policy.name)) if (step.kind === 'tick') sends.push(...step.sends);
    return sends;
  };

  it('a simulation afterwards lists exactly what the ticks of ten policies sent', async () => {
    const shared = await factsOfTicks({ ...sources, policy: policies[0]! }, times);
    const said = await saidTo(store, SILENCED.name);
    const own = await factsOfTicks({ ...sources, policy: SILENCED, said }, times);
    const counts: number[] = [];
    for (const policy of policies) {
      const { days, leads } = policy === SILENCED ? own : shared;
      const live = await sentLive(policy);
      expect(survived(simulate(policy, days, { leads, ticksBetween: false }).sends)).toEqual(live);
      counts.push(live.length);
    }
    expect(counts.filter((count) => count > 0).length).toBeGreaterThanOrEqual(8);
  });
});

/** What is stored has been JSON. */
function survived<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
