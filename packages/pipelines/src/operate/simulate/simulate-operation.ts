import {
  DqsError,
  formatDay,
  MS_PER_DAY,
  MS_PER_HOUR,
  PanelBuilder,
  panelDayRange,
  throwIfAborted,
  type ArtifactStore,
  type Clock,
  type DailyPanel,
  type DayRange,
  type Hooks,
} from '@dqs/core';
import { Deliveries, isDelivered, lateSources } from '@dqs/ingestion';
import type { LedgerStore } from '@dqs/ledger';
import { deliverySchedule, plantFaults, type FaultRequest, type ScheduledDelivery } from '@dqs/synthetic';

import type { FactSources } from '../../alert/ledger-facts.js';
import { dailyTicks, simulateAlerts, TICK_HOUR, type AlertSimulation } from '../../alert/simulate-alerts.js';
import { NO_TARGETS, type Targets } from '../../forecast/targets.js';
import { collectRevisions } from '../collect-revisions.js';
import { gradeDays } from '../grade-days.js';
import { issueForecasts, type IssuingVersion } from '../issue-forecasts.js';
import { ArrivingHistory } from './arriving-history.js';
import { faultOutcomes, type FaultOutcome, type OtherFinding, type SeenDelivery } from './fault-outcomes.js';
import { monthScores, type MonthScores } from './months.js';
import { Watch, type Finding } from './watch.js';

/** Days that a source without results is looked for: it is silent a while after its usual hour, and told once. */
const AWAITED_DAYS = 3;
/** Before them, what is known from the days before the first tick is loaded. */
const LOAD_HOUR = 5;

/** What to simulate. */
export interface SimulationOptions {
  /** First day that is forecast live, days since 1970-01-01. */
  readonly from: number;
  /** Last one. @default the last of the history */
  readonly to?: number;
  readonly faults?: readonly FaultRequest[];
  /** @default 1 */
  readonly seed?: number;
  readonly targets?: Targets;
  readonly catalogDigest?: string;
  /** The policy whose alerts are simulated as well, with its catalog; without one nobody is told anything. */
  readonly alerts?: Pick<FactSources, 'policy' | 'catalog' | 'toldOf'>;
  /** Called at the end of each tick, with its time, milliseconds. */
  readonly onTick?: (at: number, deliveries: Deliveries) => Promise<void>;
  /** 0 takes all cores. @default 0 */
  readonly threads?: number;
}

/** Where a simulation keeps its deliveries and its ledger; both empty. */
export interface SimulationStores {
  readonly artifacts: ArtifactStore;
  readonly ledger: LedgerStore;
}

/** What came of a simulation. Survives JSON. */
export interface SimulationReport {
  /** First and last day that was forecast, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly seed: number;
  readonly deliveries: number;
  readonly revisions: number;
  readonly forecasts: number;
  readonly grades: number;
  readonly faults: readonly FaultOutcome[];
  /** What was found that was not planted: false alarms, and in a real history what really happened. */
  readonly others: readonly OtherFinding[];
  readonly months: readonly MonthScores[];
  /** What a policy would have sent; null without one. */
  readonly alerts: AlertSimulation | null;
  /** Milliseconds by step, of the whole simulation. */
  readonly timings: Readonly<Record<SimulationStep, number>>;
}

/** The steps of a tick. */
export type SimulationStep = 'deliver' | 'collect' | 'grade' | 'watch' | 'issue' | 'alert';

/**
 * Replays a history day by day as an operation would have seen it: results are delivered, collected, graded and watched, and the
 * next day is forecast, all by the steps that run in earnest, with a clock that follows the history. Faults are planted first, so
 * that it is known what there is to be found. The same history, faults, seed and versions give the same report.
 *
 * @param versions the champion first; trained on days before `from`, or they know what they forecast.
 * @throws DqsError `invalid-argument` for days outside the history or stores that are not empty, `aborted`.
 */
export async function simulateOperation(
  panel: DailyPanel,
  versions: readonly IssuingVersion[],
  stores: SimulationStores,
  options: SimulationOptions,
  hooks: Pick<Hooks, 'signal' | 'onProgress'> = {},
): Promise<SimulationReport> {
  const { seed = 1, faults: requests = [] } = options;
  const days = daysOf(panel, options);
  const { panel: planted, faults } = plantFaults(upTo(panel, days.last), requests, seed, days);
  const run = new SimulatedRun(planted, deliverySchedule(planted, faults, seed), versions, stores, options, hooks);
  await run.load(days.first);
  for (let tick = days.first; tick <= days.last + 1; tick += 1) {
    throwIfAborted(hooks.signal);
    hooks.onProgress?.({ stage: 'simulate', done: tick - days.first, total: days.last - days.first + 2, unit: 'days' });
    await run.tick(tick, tick <= days.last);
  }
  const { counts, findings, seen, timings } = run;
  const alerts = await run.alerts(dailyTicks(days.first, days.last + 1));
  return {
    from: formatDay(days.first),
    to: formatDay(days.last),
    days: days.last - days.first + 1,
    seed,
    ...counts,
    ...faultOutcomes(faults, findings, seen),
    months: await monthScores(stores.ledger, { from: days.first, to: days.last }),
    alerts,
    timings,
  };
}

function daysOf(panel: DailyPanel, { from, to }: SimulationOptions): DayRange {
  const range = panelDayRange(panel);
  const last = to ?? range?.last ?? from;
  if (range && from > range.first && from <= last && last <= range.last) return { first: from, last };
  const held = range ? `${formatDay(range.first)} to ${formatDay(range.last)}` : 'none';
  throw new DqsError(
    'invalid-argument',
    `expected days of the history (${held}) to simulate, with some before them to forecast from, got ` +
      `${formatDay(from)} to ${formatDay(last)}`,
  );
}

/** A simulation on its way: what happens at a tick, and what has come of it. */
class SimulatedRun {
  readonly #clock: { time: number } & Clock = { time: 0, now: () => this.#clock.time };
  readonly #deliveries: Deliveries;
  readonly #arriving: ArrivingHistory;
  readonly #watch: Watch;
  readonly #watched = new Set<string>();
  readonly #silent = new Set<string>();
  #first = 0;
  #next = 0;
  #lastDay = 0;
  readonly findings: Finding[] = [];
  readonly seen: SeenDelivery[] = [];
  readonly counts = { deliveries: 0, revisions: 0, forecasts: 0, grades: 0 };
  readonly timings: Record<SimulationStep, number> = { deliver: 0, collect: 0, grade: 0, watch: 0, issue: 0, alert: 0 };

  constructor(
    private readonly panel: DailyPanel,
    private readonly schedule: readonly ScheduledDelivery[],
    private readonly versions: readonly IssuingVersion[],
    private readonly stores: SimulationStores,
    private readonly options: SimulationOptions,
    private readonly hooks: Pick<Hooks, 'signal'>,
  ) {
    this.#deliveries = new Deliveries(stores.artifacts, { clock: this.#clock });
    this.#watch = new Watch(stores.ledger);
    this.#arriving = new ArrivingHistory(panel, schedule);
  }

  /** Loads the days before the first tick in one delivery. */
  async load(first: number): Promise<void> {
    if ((await this.#deliveries.head()).entries > 0 || (await this.stores.ledger.collectedUpTo()) > 0) {
      throw new DqsError('invalid-argument', 'expected an empty store to simulate in, got one that holds deliveries');
    }
    this.#first = first;
    this.#clock.time = first * MS_PER_DAY + LOAD_HOUR * MS_PER_HOUR;
    const history = upTo(this.panel, first - 1);
    await this.#deliveries.add({ id: 'history', panel: history, name: 'history', by: BY });
    this.#lastDay = panelDayRange(history)!.last;
    while (this.#next < this.schedule.length && this.schedule[this.#next]!.day < first) this.#next += 1;
  }

  /** One tick: what has arrived is taken in, what is complete is graded, and the day is forecast. */
  async tick(day: number, issues: boolean): Promise<void> {
    const now = day * MS_PER_DAY + TICK_HOUR * MS_PER_HOUR;
    const { ledger } = this.stores;
    await this.#timed('deliver', () => this.#deliver(now, day));
    this.#clock.time = now;
    const hooks = { ...this.hooks, clock: this.#clock };
    const collected = await this.#timed('collect', () => collectRevisions(this.#deliveries, ledger, hooks));
    const graded = await this.#timed('grade', () => gradeDays(this.#deliveries, ledger, {}, hooks));
    this.counts.revisions += collected.revisions;
    this.counts.grades += graded.grades;
    await this.#timed('watch', () => this.#look(graded.dates, day, now));
    if (issues) await this.#timed('issue', () => this.#issue(day, now));
    await this.options.onTick?.(now, this.#deliveries);
  }

  /** What a policy would have sent at some times: facts are known as of their tick, so nothing is lost by asking at the end. */
  async alerts(times: readonly number[]): Promise<AlertSimulation | null> {
    const { alerts } = this.options;
    if (alerts === undefined) return null;
    const entries = (await this.#deliveries.entries()).filter(isDelivered);
    return this.#timed('alert', () =>
      simulateAlerts({ ...alerts, ledger: this.stores.ledger, entries }, times, { signal: this.hooks.signal }),
    );
  }

  async #deliver(now: number, tick: number): Promise<void> {
    for (; this.#next < this.schedule.length && this.schedule[this.#next]!.at <= now; this.#next += 1) {
      const { id, source, day, at, panel } = this.schedule[this.#next]!;
      this.#clock.time = at;
      const { outcome } = await this.#deliveries.add({ id, panel: panel(), name: id, by: BY });
      this.seen.push({ tick, source, day, outcome });
      this.counts.deliveries += 1;
      this.#lastDay = Math.max(this.#lastDay, day);
    }
  }

  async #look(dates: readonly string[], tick: number, now: number): Promise<void> {
    for (const date of dates) {
      // A day that is graded again was looked at when its results first came.
      if (this.#watched.has(date)) continue;
      this.#watched.add(date);
      this.findings.push(...(await this.#watch.day(Math.round(Date.parse(date) / MS_PER_DAY), tick)));
    }
    const entries = (await this.#deliveries.entries({ knownAt: now })).filter(isDelivered);
    for (let day = tick - AWAITED_DAYS; day < tick; day += 1) {
      for (const { source, status } of lateSources(entries, day, now)) {
        const place = JSON.stringify([source, day]);
        if (status !== 'silent' || day < this.#first || this.#silent.has(place)) continue;
        this.#silent.add(place);
        this.findings.push({ kind: 'silent', day, tick, source });
      }
    }
  }

  async #issue(day: number, now: number): Promise<void> {
    const asOf = Math.min(this.#lastDay, day - 1);
    const { targets = NO_TARGETS, catalogDigest, threads } = this.options;
    const request = { day, asOf, knownAt: now, targets, catalogDigest, threads };
    const history = this.#arriving.at(now, asOf);
    const { arms } = await issueForecasts(this.stores.ledger, history, this.versions, request, { clock: this.#clock });
    this.counts.forecasts += arms.reduce((sum, { issued }) => sum + issued, 0);
  }

  async #timed<T>(step: SimulationStep, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.timings[step] += performance.now() - started;
    }
  }
}

/** Who delivers in a simulation. */
const BY = 'simulation';

/** The results of a panel up to a day. */
function upTo(panel: DailyPanel, day: number): DailyPanel {
  const range = panelDayRange(panel);
  if (range === undefined || range.last <= day) return panel;
  const builder = new PanelBuilder();
  builder.addPanel(panel, (one) => one <= day);
  return builder.build();
}
