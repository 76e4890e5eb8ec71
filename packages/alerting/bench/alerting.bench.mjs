// What @dqs/alerting promises of large operations, measured by seeded simulations; one JSON object a line.
//   tick:    milliseconds of one tick over all series with the rules of a usual policy
//   failure: the same where every series fails, and all of them are one incident
//   null:    forecasts that know nothing, for a year: pages that were not earned, the fullest week of a budget, and
//            incidents that neither were sent nor stand in a digest
//   planted: forecasts that know two of three bad days: precision, recall, lead time, days until the pool may page
//   cascade: leads that are learned of 50 planted and many independent series, and how many of them are false
// DQS_BENCH_SERIES (10000) and DQS_BENCH_DAYS (365) set the size.
import { Random } from '@dqs/core';
import { eValue, extendEProcess, startEProcess } from '@dqs/core/stats';
import { learnLeads, readPolicy, replay, simulate } from '@dqs/alerting';

const SERIES = Number(process.env.DQS_BENCH_SERIES ?? 10_000);
const DAYS = Number(process.env.DQS_BENCH_DAYS ?? 365);
const MS_PER_DAY = 86_400_000;
const BAD_RATE = 0.005;
/** What warnings have to beat, as the monitoring takes it at least. */
const BASE_RATE = 0.05;
const EXECUTIONS = 20;
const OWNERS = 20;
const report = (record) => console.log(JSON.stringify(record));
const round = (value, digits = 3) => (value === null ? null : Number(value.toFixed(digits)));
const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))];

const { policy } = readPolicy(
  `apiVersion: dqs/v1
kind: AlertPolicy
defaults: { target: 95 }
rules:
  - id: slo_risk
    when: p_below_target >= 0.6
    clear: p_below_target < 0.4
    requires: [earned, min_executions: 20/28d]
    severity: { critical: importance >= 4, warning: true }
    keep_firing: 1 result
  - id: below_target
    when: fails_beyond(target, alpha=0.01)
    keep_firing: 2 good results
    severity: { warning: burn(3d) >= 2.5, info: true }
incidents: { group_by: [source, dataset], group_wait: 10m, lead_lag: { q: 0.01, max_days: 3 }, reopen_within: 3d }
routes:
  - { match: { severity: critical }, to: [page] }
  - { match: { severity: warning }, to: [chat] }
  - { to: [digest] }
budgets: [{ owner: '*', pages: 3 per 7d, overflow: digest }]
receivers:
  page: { pagerduty: { routing_key: { env: K } } }
  chat: { slack: { channel: C1, token: { env: T } } }
  digest: { email: { to: '{owner}@example.com' }, at: '07:45' }
`,
  'bench.yaml',
);

/** Facts day by day. `knows` is the share of bad days that the forecast of the day before tells. */
function* factsOf(count, days, knows, seed) {
  const random = new Random(seed);
  const chance = () => random.nextUint32() / 2 ** 32;
  const results = Array.from({ length: count }, () => []);
  let evidence = startEProcess(BASE_RATE);
  let odds = new Float64Array(count);
  let bad = Array.from({ length: count }, () => chance() < BAD_RATE);
  for (let day = 0; day < days; day += 1) {
    let [warned, hits] = [0, 0];
    for (let i = 0; i < count; i += 1) {
      const fails = bad[i] ? 8 : 0;
      results[i].push({ day, passes: EXECUTIONS - fails, fails, errors: 0 });
      if (results[i].length > 28) results[i].shift();
      if (odds[i] >= 0.6) {
        warned += 1;
        if (bad[i]) hits += 1;
      }
    }
    if (warned > 0) evidence = extendEProcess(evidence, [hits / warned - BASE_RATE]);
    odds = new Float64Array(count).fill(0.02);
    bad = bad.map((_, i) => {
      const next = chance() < BAD_RATE;
      // A warning comes true four times of five; one that knows nothing says it as often, of any day.
      const says = knows === 0 ? chance() < BAD_RATE : (next && chance() < knows) || chance() < (BAD_RATE * knows) / 4;
      if (says) odds[i] = 0.8;
      return next;
    });
    const e = eValue(evidence);
    yield {
      at: day * MS_PER_DAY + 7 * 3_600_000,
      day,
      series: results.map((list, i) => seriesOf(i, day, [...list], odds[i], e)),
      sources: [],
      models: [],
      system: [],
    };
  }
}

function seriesOf(i, day, list, p, e) {
  const flat = {
    expected: 100 - 40 * p,
    predicted: 100,
    lower80: 60,
    upper80: 100,
    lower95: 60,
    upper95: 100,
    naive: 100,
  };
  return {
    id: `s${i}`,
    labels: { source: `source-${i % 50}`, tenant: 'eu', dataset: `d${i}`, rule: '104', owner: `team-${i % OWNERS}` },
    target: 95,
    importance: 1 + (i % 5),
    results: list,
    forecast: { day: day + 1, pBelowTarget: p, ...flat },
    earned: { pool: 'slo_risk/series', e, veto: false },
  };
}

function measure(figure, knows) {
  const times = [];
  const pages = new Map();
  const [open, told] = [new Set(), new Set()];
  const counts = { pages: 0, unearned: 0, digested: 0, sends: 0, ticks: 0 };
  let daysToEarn = null;
  let started = performance.now();
  for (const { facts, decision } of replay(policy, factsOf(SERIES, DAYS, knows, 1))) {
    counts.ticks += 1;
    if (facts.series[0].earned.e >= 20) daysToEarn ??= facts.day;
    const rules = new Map(decision.state.incidents.map(({ id, members }) => [id, members.map(({ rule }) => rule)]));
    for (const { page, incident, owners, at, kind } of decision.sends) {
      counts.sends += 1;
      if (kind !== 'digest') told.add(incident);
      if (!page) continue;
      counts.pages += 1;
      if (rules.get(incident)?.includes('slo_risk') && daysToEarn === null) counts.unearned += 1;
      pages.set(owners[0], [...(pages.get(owners[0]) ?? []), at]);
    }
    for (const { incident, digest } of decision.held) {
      if (digest === null) continue;
      counts.digested += 1;
      told.add(incident);
    }
    for (const { id } of decision.incidents) open.add(id);
    times.push(performance.now() - started);
    started = performance.now();
  }
  const fullest = [...pages.values()].map((list) =>
    Math.max(...list.map((at) => list.filter((one) => one <= at && one > at - 7 * MS_PER_DAY).length)),
  );
  report({
    figure,
    series: SERIES,
    days: DAYS,
    ...counts,
    incidents: open.size,
    dropped: [...open].filter((id) => !told.has(id)).length,
    fullestWeekOfAnOwner: Math.max(0, ...fullest),
    daysToEarn,
    tickAndFactsMedianMs: round(quantile(times, 0.5), 0),
    tickAndFactsP95Ms: round(quantile(times, 0.95), 0),
  });
}

function measureTicks() {
  const days = [...factsOf(SERIES, 12, 0.67, 3)];
  const times = [];
  let started = performance.now();
  for (const _ of replay(policy, days, { ticksBetween: false })) {
    times.push(performance.now() - started);
    started = performance.now();
  }
  report({
    figure: 'tick',
    series: SERIES,
    medianMs: round(quantile(times, 0.5), 0),
    slowestMs: round(Math.max(...times), 0),
    mustBeBelowMs: 2000,
  });
}

function measureFailure() {
  const [{ series, ...facts }] = factsOf(SERIES, 1, 0, 4);
  const failing = series.map((one) => ({
    ...one,
    labels: { ...one.labels, source: 'source', dataset: 'dataset' },
    results: [{ day: 0, passes: 0, fails: EXECUTIONS, errors: 0 }],
  }));
  const started = performance.now();
  const [{ decision }] = replay(policy, [{ ...facts, series: failing }], { ticksBetween: false });
  const ms = round(performance.now() - started, 0);
  report({ figure: 'failure', series: SERIES, incidents: decision.incidents.length, ms, mustBeBelowMs: 2000 });
}

function measureWarnings() {
  const { warnings, pagesPerWeek } = simulate(policy, factsOf(1000, 180, 0.67, 2));
  const { precision, recall, leadTimeMs, graded, missed } = warnings;
  report({
    figure: 'warnings',
    graded,
    missed,
    precision: round(precision),
    recall: round(recall),
    leadTimeHours: leadTimeMs === null ? null : leadTimeMs / 3_600_000,
    pagesPerWeek: round(pagesPerWeek),
  });
}

function measureCascade() {
  const random = new Random(5);
  const chance = () => random.nextUint32() / 2 ** 32;
  const onsets = Array.from({ length: 1000 }, () => new Set());
  for (const list of onsets) for (let day = 0; day < 365; day += 1) if (chance() < 0.01) list.add(day);
  for (let i = 0; i < 16; i += 1) {
    const day = Math.floor(((i + 0.5) * 365) / 16);
    for (let k = 0; k < 50; k += 1) onsets[k].add(day + (k === 0 ? 0 : 1 + (k % 2)));
  }
  const input = onsets.map((list, i) => ({ subject: `s${i}`, tenant: 'eu', days: [...list].sort((a, b) => a - b) }));
  const started = performance.now();
  const leads = learnLeads(input, { firstDay: 0, lastDay: 364, q: 0.01, maxDays: 3 });
  const of = ({ from, to }) => [from, to].map((name) => Number(name.slice(1)));
  const isTrue = (lead) => {
    const [from, to] = of(lead);
    return from < 50 && to < 50 && to !== 0 && (from === 0 || (from % 2 === 0 && to % 2 === 1));
  };
  report({
    figure: 'cascade',
    subjects: onsets.length,
    leads: leads.length,
    ofRoot: leads.filter(({ from }) => from === 's0').length,
    falseShare: round(leads.filter((lead) => !isTrue(lead)).length / Math.max(1, leads.length)),
    learnMs: round(performance.now() - started, 0),
  });
}

measureTicks();
measureFailure();
measureWarnings();
measureCascade();
measure('null', 0);
measure('planted', 0.67);
