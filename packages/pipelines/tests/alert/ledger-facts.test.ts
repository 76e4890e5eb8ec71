import { decideTick, NO_ALERTS, readPolicy, simulate, type Send, type TickFacts } from '@dqs/alerting';
import { formatDay, MemoryStore, PanelBuilder, Random, type DailyPanel } from '@dqs/core';
import { Catalog } from '@dqs/core/catalog';
import { isDelivered } from '@dqs/ingestion';
import { MemoryLedger } from '@dqs/ledger';
import { parseFault } from '@dqs/synthetic';

import {
  alertSimulation,
  closePredictor,
  dailyTicks,
  factId,
  factsOfTicks,
  KeptTicks,
  LedgerFacts,
  seriesTicks,
  simulateChange,
  simulateOperation,
  type FactSources,
  type IssuingVersion,
  type LedgerTick,
  type ReplayedFacts,
  type SimulationReport,
} from '../../src/index.js';
import { DAY, HOUR, trainedVersion } from '../support/operation.js';
import { FIRST_DAY } from '../support/panels.js';

const DAYS = 132;
const FROM = FIRST_DAY + 60;
const LAST = FIRST_DAY + DAYS - 1;

/** Two sources, three datasets, two rules: one is always fine, the other misses its target from Saturday to Sunday. */
function weekendPanel(): DailyPanel {
  const random = new Random(5);
  const builder = new PanelBuilder();
  for (const source of ['crm', 'erp']) {
    for (let dataset = 0; dataset < 3; dataset += 1) {
      for (const ruleCode of ['101', '102']) {
        const name = `${source}-${dataset}`;
        const key = { source, tenantId: 't', datasetUuid: name, datasetName: name, ruleCode };
        for (let day = FIRST_DAY; day < FIRST_DAY + DAYS; day += 1) {
          const isBad = ruleCode === '102' && (day + 4) % 7 >= 5;
          const passes = Array.from({ length: 20 }, () => random.next()).filter((one) => one < (isBad ? 0.4 : 0.99));
          const counts = { passes: passes.length, fails: 20 - passes.length, errors: 0, recordCount: 5 };
          builder.addCounts(key, day, { ...counts, filteredCount: Number.NaN });
          builder.addLevel(key, 'ATTRIBUTE', 20);
        }
      }
    }
  }
  return builder.build();
}

const POLICY = `
apiVersion: dqs/v1
kind: AlertPolicy
defaults: { target: 90 }
rules:
  - id: slo_risk
    when: p_below_target >= 0.6
    clear: p_below_target < 0.4
    requires: [earned]
  - id: below_target
    when: 'fails_beyond(target, alpha=0.01)'
    keep_firing: 2 good results
  - id: source_silent
    level: source
    when: arrival_lag > quantile(0.99)
    inhibits: { rules: [slo_risk, below_target], equal: [source] }
  - { id: degraded, level: model, when: e_value(live_vs_naive) >= 100 }
incidents: { group_by: [source, rule], lead_lag: { q: 0.01, max_days: 3 } }
routes: [{ to: [chat] }]
receivers:
  chat: { slack: { channel: C1, token: { env: T } } }
  digest: { email: { to: 'a@example.com' }, at: '09:00', even_if_quiet: true }
`;
const CATALOG = `
apiVersion: dqs/v1
kind: Catalog
entries:
  - { match: { source: crm }, set: { owner: team-crm, importance: 4 } }
  - { match: { dataset: erp-0 }, set: { owner: team-erp, target: 80, tags: [gold] } }
`;
const { policy } = readPolicy(POLICY, 'policy.yaml');
const catalog = Catalog.parse(CATALOG, 'catalog.yaml');
const FAULTS = [
  `drop:60@${formatDay(FROM + 62)}+3/source=crm,rule=101`,
  `silent@${formatDay(FROM + 40)}+2/source=erp`,
  `late:1@${formatDay(FROM + 50)}+1/source=crm`,
  `duplicate@${formatDay(FROM + 30)}+2/source=crm`,
  `correction:2@${formatDay(FROM + 20)}+3/source=erp`,
].map(parseFault);

const stores = { artifacts: new MemoryStore(), ledger: new MemoryLedger() };
/** What each tick saw when it was now. */
const live: LedgerTick[] = [];
let version: IssuingVersion;
let report: SimulationReport;
let sources: FactSources;
let replayed: ReplayedFacts;
const at = (day: number) => day * DAY + 8 * HOUR;
const factsAt = (day: number): TickFacts => replayed.days.find((one) => one.at === at(day))!;
const seriesAt = (day: number, id: string) => factsAt(day).series.find((one) => one.id === id)!;

beforeAll(async () => {
  const panel = weekendPanel();
  version = await trainedVersion(panel, FROM);
  const onTick: Parameters<typeof simulateOperation>[3]['onTick'] = async (now, deliveries) => {
    const entries = (await deliveries.entries({ knownAt: now })).filter(isDelivered);
    const facts = await LedgerFacts.open({ ledger: stores.ledger, policy, catalog, entries }, now);
    live.push(await facts.tick(now));
    sources = { ledger: stores.ledger, policy, catalog, entries };
  };
  const targets = { everywhere: 90, series: [] };
  const options = { from: FROM, faults: FAULTS, seed: 3, targets, onTick, alerts: { policy, catalog } };
  report = await simulateOperation(panel, [version], stores, options);
  replayed = await factsOfTicks(sources, dailyTicks(FROM, LAST + 1));
});
afterAll(() => closePredictor(version.bundle.predictor));

describe('facts of a tick from a ledger', () => {
  it('are, asked for afterwards, what they were when it was now: nothing from the future, nothing forgotten', () => {
    expect(replayed.days).toHaveLength(live.length);
    live.forEach(({ facts }, i) => expect(replayed.days[i]).toEqual(facts));
    live.forEach(({ facts, leads }) => expect(replayed.leads(facts)).toEqual(leads));
  });

  it('hold results of complete days, the forecast of today, and what the catalog says', () => {
    const day = FROM + 25;
    const series = seriesAt(day, 't/crm-1/101');
    expect(series).toMatchObject({ target: 90, importance: 4, day: day - 1, forecast: { day } });
    expect(series.labels).toMatchObject({ source: 'crm', tenant: 't', owner: 'team-crm', rule: '101' });
    expect(series.results.map((one) => one.day)).toEqual(Array.from({ length: 28 }, (_, i) => day - 28 + i));
    expect(seriesAt(day, 't/erp-0/102').labels).toMatchObject({ owner: 'team-erp', tags: ['gold'] });
  });

  it('take the odds of a target that the forecast was not made for from its distribution', async () => {
    const day = FROM + 25;
    const { numbers, series } = await stores.ledger.forecasts({ from: day, to: day, arms: ['champion'] });
    const erp = (await stores.ledger.series()).find((one) => one.datasetUuid === 'erp-0' && one.ruleCode === '102')!;
    const row = series.indexOf(erp.number);
    expect(numbers.targetPercentage[row]).toBe(90);
    const { target, forecast } = seriesAt(day, 't/erp-0/102');
    expect(target).toBe(80);
    expect(forecast!.pBelowTarget).toBeGreaterThan(0);
    expect(forecast!.pBelowTarget).toBeLessThan(numbers.pBelowTarget[row]!);
  });

  it('leave a silent source’s series without a result, and judge those of a late one by the day before', () => {
    const silent = FROM + 40;
    const erpAt = (day: number) => factsAt(day).sources.find(({ source }) => source === 'erp')!;
    const quantile = erpAt(silent + 1).quantiles.find(({ level }) => level === 0.99)!.lag;
    // The first morning is not late enough: the day before stands.
    expect(erpAt(silent + 1)).toMatchObject({ arrived: false, arrivalLag: 32 * HOUR, labels: { owner: 'team-erp' } });
    expect(quantile).toBeGreaterThan(32 * HOUR);
    expect(seriesAt(silent + 1, 't/erp-1/101').day).toBe(silent - 1);
    // The second one is, of the first day.
    expect(erpAt(silent + 2)).toMatchObject({ arrived: false, arrivalLag: 56 * HOUR });
    expect(seriesAt(silent + 2, 't/erp-1/101')).toMatchObject({ day: silent });
    expect(seriesAt(silent + 2, 't/erp-1/101').results.at(-1)!.day).toBe(silent - 1);
    expect(erpAt(silent + 3)).toMatchObject({ arrived: true });
  });

  it('let the pool that knows its weekends page, and no other', () => {
    const last = factsAt(LAST);
    const earned = new Map(last.series.map(({ earned: own }) => [own!.pool, own!.e]));
    expect(earned.get('102 · ATTRIBUTE · crm · t')).toBeGreaterThan(20);
    expect(earned.get('101 · ATTRIBUTE · crm · t')).toBeLessThan(20);
    expect(last.models).toMatchObject([{ model: 'orders' }]);
    expect(last.models[0]!.skill).toBeGreaterThan(0);
    expect(last.models[0]).not.toHaveProperty('age');
  });

  it('know the age of a model where somebody knows when its version was trained', async () => {
    const now = at(LAST);
    const asked: string[] = [];
    const ageOf = async (trained: number) => {
      const trainedAt = async (...of: readonly string[]) => {
        asked.push(of.join('@'));
        return trained;
      };
      const facts = await LedgerFacts.open({ ...sources, trainedAt }, now);
      return (await facts.tick(now)).facts.models[0]!.age;
    };
    expect(await ageOf(now - 9 * DAY)).toBe(9 * DAY);
    // Forecasts of a replay may be older than the version that makes them.
    expect(await ageOf(now + DAY)).toBeUndefined();
    expect(asked[0]).toBe(`orders@${version.version}`);
  });
});

describe('what past mornings saw of one series', () => {
  it.each(['t/crm-1/102', 't/erp-0/101'])('is what ticks saw of it among all: %s', async (id) => {
    const number = (await stores.ledger.series()).find((one) => factId(one) === id)!.number;
    const { labels, target, importance, earned } = seriesAt(LAST, id);
    const known = { id, labels, target, importance };
    const span = { from: FROM + 8, to: LAST, until: at(LAST) };
    const ticks = await seriesTicks({ ledger: stores.ledger, series: known, number, earned, ...span });
    expect(ticks.map((one) => one.at)).toEqual(dailyTicks(FROM + 8, LAST));
    const same = ticks.filter((one) => one.series[0]!.day === seriesAt(one.day + 1, id).day);
    // A silent source is judged by the day that it owes.
    expect(same.length).toBeGreaterThan(ticks.length - 5);
    for (const one of same) {
      expect({ ...one.series[0], earned: null }).toEqual({ ...seriesAt(one.day + 1, id), earned: null });
    }
  });
});

describe('a change of the policy that is simulated', () => {
  const proposed = readPolicy(POLICY.replace('    requires: [earned]\n', ''), 'p.yaml').policy;
  const span = { times: dailyTicks(FROM, LAST), from: at(FROM + 28), areMade: false };
  const withinSpan = (days: readonly TickFacts[]) => days.filter((one) => one.at >= span.from && one.at <= at(LAST));

  it('is, tick by tick, what both policies would have done on all facts at once', async () => {
    const change = await simulateChange(sources, { proposed, catalog }, span);
    const { days, leads } = replayed;
    for (const [side, own] of [
      ['now', policy],
      ['proposed', proposed],
    ] as const) {
      const { state } = simulate(
        own,
        days.filter((one) => one.at < span.from),
        { leads },
      );
      const { warnings, sends, incidents, pages } = simulate(own, withinSpan(days), { leads, state });
      const counts = { messages: sends.length, incidents: incidents.length, pages };
      expect(change[side]).toMatchObject({ ...warnings, ...counts });
      expect(change[side].warnings).toBe(warnings.graded + warnings.intervened + warnings.ungraded);
      expect(change.weeks.reduce((sum, one) => sum + one[side], 0)).toBe(change[side].warnings);
    }
    expect(change.proposed.warnings).toBeGreaterThan(change.now.warnings);
    expect(change.odds[0]!.missed).toBe(change.now.missed);
    expect(change).toMatchObject({ ticks: LAST - FROM - 27, from: FROM + 28, to: LAST, areMade: false });
    const told = (one: typeof change.onlyNow) => one.count + change.both;
    expect([told(change.onlyNow), told(change.onlyProposed)]).toEqual([change.now.messages, change.proposed.messages]);
  });

  it('looks at series as the proposed policy sees them', async () => {
    const stricter = { ...policy, target: 99.9 };
    const all = await simulateChange(sources, { proposed: stricter, catalog }, span);
    expect(all.proposed.missed).toBeGreaterThan(all.now.missed);
  });

  it('lets other work of the process go on', async () => {
    let turns = 0;
    const ticker = setInterval(() => (turns += 1), 0);
    const seen: number[] = [];
    const onProgress = ({ done }: { readonly done: number }) => void seen.push(done);
    await simulateChange(sources, { proposed, catalog }, { ...span, times: span.times.slice(0, 20) }, { onProgress });
    clearInterval(ticker);
    expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(turns).toBeGreaterThan(5);
  });

  it('makes ticks once for all that is tried on them', async () => {
    const kept = new KeptTicks();
    let made = 0;
    const make = async function* () {
      made += 1;
      yield* live.filter(({ facts }) => facts.at <= at(LAST));
    };
    const tried = async (key: string) => simulateChange(sources, { proposed, catalog }, span, {}, kept.of(key, make));
    const [first, second] = [await tried('a'), await tried('a')];
    expect([second, made]).toEqual([first, 1]);
    await tried('b');
    expect(made).toBe(2);
  });

  it('ends when nobody wants it any longer', async () => {
    const signal = AbortSignal.abort();
    await expect(simulateChange(sources, { proposed, catalog }, span, { signal })).rejects.toMatchObject({
      code: 'aborted',
    });
  });
});

describe('a simulated operation with a policy', () => {
  it('sends what ticks that decide as days pass send', () => {
    const sends: Send[] = [];
    let state = NO_ALERTS;
    for (const { facts, leads } of live) {
      const decision = decideTick(policy, state, facts, leads);
      ({ state } = decision);
      sends.push(...decision.sends);
    }
    const { days, leads } = replayed;
    expect(simulate(policy, days, { leads, ticksBetween: false }).sends).toEqual(sends);
    expect(sends.some(({ kind }) => kind === 'opened')).toBe(true);
  });

  it('reports pages, precision, recall, lead time, and how long each pool took to earn its pages', () => {
    const alerts = report.alerts!;
    const { days, leads } = replayed;
    expect(alerts).toEqual(alertSimulation(policy.name, days, simulate(policy, days, { leads })));
    expect(alerts).toMatchObject({ policy: 'policy.yaml', from: formatDay(FROM), to: formatDay(LAST + 1) });
    expect(alerts.warnings.precision).toBeGreaterThan(0.9);
    expect(alerts.warnings.leadTimeMs).toBe(DAY);
    const weekend = alerts.earned.find(({ pool }) => pool.startsWith('102 · ATTRIBUTE · crm'))!;
    expect(weekend.days).toBeGreaterThan(28);
    expect(weekend.days).toBeLessThan(70);
    expect(JSON.parse(JSON.stringify(alerts))).toEqual(alerts);
  });

  it('tells of a silent source as one incident, and of none of its series', () => {
    const source = report.alerts!.incidents.filter(({ members }) => members[0]!.rule === 'source_silent');
    const erp = source.find(({ members }) => members[0]!.subject === 'erp')!;
    expect(erp.members).toHaveLength(1);
    expect(erp.openedAt).toBe(at(FROM + 42));
    expect(erp.state).toBe('resolved');
  });

  it('without days says so', () => {
    const none = alertSimulation('main', [], simulate(policy, []));
    expect(none).toMatchObject({ from: null, to: null, ticks: 0, pagesPerWeek: null, earned: [] });
  });
});
