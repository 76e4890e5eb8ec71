import {
  quietsOf,
  usualLag,
  type HeldFacts,
  type NeedFacts,
  type RecordFacts,
  type Severity,
  type SourceFacts,
  type TodayFacts,
} from '@dqs/alerting';
import { MS_PER_DAY, MS_PER_MINUTE } from '@dqs/core';
import { instantOf, localTime, seriesName } from '@dqs/core/wording';
import { todayFacts } from '@dqs/pipelines';

import type { PageView } from './page-view.js';
import { seriesRows, type SeriesRow } from './series-rows.js';
import { pageTable, type PageTable } from './table.js';

/** Rows of a list that a page holds; the rest is counted, and is on the page of series. */
const MOST_LIKELY = 50;
const MOST_GRADED = 100;
const MOST_CHANGED = 50;
const MOST_NEEDS = 50;
const MOST_HELD = 50;

/** An incident that needs a person. */
export interface NeedRow extends Omit<NeedFacts, 'url'> {
  readonly severity: Severity;
  /** `open` or `acknowledged`. */
  readonly phase: string;
  readonly openedAt: number;
  /** Messages of their own that told of it. */
  readonly told: number;
}

/** A series that will probably miss its target. */
export interface LikelyRow extends SeriesRow {
  /** The first reason, without its full stop. */
  readonly reason: string | null;
  readonly isNew: boolean;
}

/** How a source arrived: clocks in minutes from the start of the day of whoever reads, on which its day is due. */
export interface ArrivalRow {
  readonly source: string;
  readonly owner: string | null;
  readonly series: number;
  /** The business day that is awaited or came last, days since 1970-01-01. */
  readonly day: number;
  /** `in`, `late` (past 95 %), `silent` (past 99 %), `due`, `unknown` while too few days are known. */
  readonly state: 'in' | 'late' | 'silent' | 'due' | 'unknown';
  readonly arrived: number | null;
  readonly usual: number | null;
  readonly by95: number | null;
  readonly by99: number | null;
  readonly incident: string | null;
}

/** What was said of yesterday and what came. */
export interface GradedRow {
  readonly id: string;
  readonly dataset: string;
  readonly rule: string;
  readonly outcome: keyof TodayFacts['yesterday'];
  readonly odds: number | null;
  readonly came: number | null;
}

/** Something that is not as it was yesterday. */
export interface ChangedRow {
  readonly kind: 'new' | 'silent' | 'model' | 'silence';
  readonly what: string;
  readonly text: string;
  readonly series: string | null;
}

/** What there is to know this morning: the page of `dqs today` and of the digest. Survives JSON. */
export interface TodayPage {
  readonly day: number;
  readonly knownAt: number;
  readonly isNow: boolean;
  readonly timeZone: string;
  /** All series of the scope. */
  readonly series: number;
  /** The worst of those that need a person. */
  readonly needs: readonly NeedRow[];
  readonly needsCount: number;
  readonly openIncidents: number;
  readonly likely: readonly LikelyRow[];
  readonly likelyCount: number;
  readonly newlyCount: number;
  readonly failingCount: number;
  readonly yesterday: TodayFacts['yesterday'];
  readonly graded: readonly GradedRow[];
  readonly arrived: readonly ArrivalRow[];
  /** How often odds came true, by tenths. */
  readonly record: readonly RecordFacts[];
  readonly held: readonly HeldFacts[];
  readonly heldCount: number;
  readonly changed: readonly ChangedRow[];
  /** When it is now, in minutes of the reader's day. */
  readonly nowMinute: number;
}

/** The pages of views: one of everything serves all who look at it. */
const MADE = new WeakMap<PageView['tick'], TodayPage>();

/** The page of a morning. */
export function todayPage(view: PageView): TodayPage {
  const made = MADE.get(view.tick) ?? madePage(view);
  MADE.set(view.tick, made);
  return made;
}

function madePage(view: PageView): TodayPage {
  const { tick, state, opened, at, isNow } = view;
  const { policy } = opened;
  const facts = todayFacts({ policy, tick, state });
  const rows = new Map(seriesRows(view).map((one) => [one.id, one]));
  const likely = facts.likely.flatMap(({ id, reason = null, isNew }) => {
    const row = rows.get(id);
    return row ? [{ ...row, reason, isNew }] : [];
  });
  const graded = gradedRows(view, rows);
  return {
    ...{ day: facts.day, knownAt: at, isNow, timeZone: policy.timezone, series: rows.size },
    needs: needRows(view, facts.needs.slice(0, MOST_NEEDS)),
    needsCount: facts.needs.length,
    openIncidents: facts.openIncidents,
    likely: likely.slice(0, MOST_LIKELY),
    likelyCount: likely.length,
    newlyCount: likely.filter((one) => one.isNew).length,
    failingCount: likely.filter((one) => one.state === 'failing').length,
    yesterday: facts.yesterday,
    graded: graded.slice(0, MOST_GRADED),
    arrived: arrivalRows(view),
    record: tick.morning.tenths,
    held: facts.held.slice(0, MOST_HELD),
    heldCount: facts.held.length,
    changed: changedRows(view).slice(0, MOST_CHANGED),
    nowMinute: localTime(at, policy.timezone).minute,
  };
}

function needRows({ state }: PageView, needs: readonly NeedFacts[]): NeedRow[] {
  const incidents = new Map(state.incidents.map((one) => [one.id, one]));
  return needs.map(({ url: _, ...need }) => {
    const incident = incidents.get(need.incident)!;
    const { severity, state: phase, openedAt, told } = incident;
    return { ...need, severity, phase, openedAt, told: told.filter(({ sent }) => sent).length };
  });
}

const ORDER: readonly GradedRow['outcome'][] = ['missed', 'wrong', 'fixed', 'right', 'waiting'];

function gradedRows({ tick: { morning } }: PageView, rows: ReadonlyMap<string, SeriesRow>): GradedRow[] {
  return [...morning.outcomes]
    .flatMap(([id, outcome]) => {
      const row = rows.get(id);
      const { odds = null, came = null } = morning.graded.get(id) ?? {};
      return row ? [{ id, dataset: row.dataset, rule: row.rule, outcome, odds, came }] : [];
    })
    .sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome) || (b.odds ?? 0) - (a.odds ?? 0));
}

/** The arrivals of a view, by source. */
export function arrivalRows({ tick: { facts }, state, opened: { policy } }: PageView): ArrivalRow[] {
  const counts = new Map<string, number>();
  for (const { labels } of facts.series) {
    if (labels.source !== undefined) counts.set(labels.source, (counts.get(labels.source) ?? 0) + 1);
  }
  return facts.sources.map((one) => {
    const incident = state.incidents.find(
      ({ state: of, members }) =>
        of !== 'resolved' && members.some(({ level, subject }) => level === 'source' && subject === one.source),
    );
    return {
      ...{ source: one.source, owner: one.labels.owner ?? null, series: counts.get(one.source) ?? 0 },
      ...clocksOf(one, facts.at, facts.day, policy.timezone),
      incident: incident?.id ?? null,
    };
  });
}

function clocksOf(source: SourceFacts, at: number, yesterday: number, timeZone: string) {
  const { arrived, arrivalLag } = source;
  const start = arrivalLag === undefined || arrived ? yesterday * MS_PER_DAY : at - arrivalLag;
  const day = Math.floor(start / MS_PER_DAY);
  const [usual, by95, by99] = [0.5, 0.95, 0.99].map((share) => usualLag(source, share)) as [Lag, Lag, Lag];
  // The day on which it is due, for whoever reads.
  const midnight = instantOf(localTime(start + (usual ?? MS_PER_DAY), timeZone).day, 0, timeZone);
  const minuteOf = (lag: Lag) => (lag === undefined ? null : Math.round((start + lag - midnight) / MS_PER_MINUTE));
  return {
    day,
    state: arrivalState(source, by95, by99),
    arrived: arrived ? minuteOf(arrivalLag) : null,
    ...{ usual: minuteOf(usual), by95: minuteOf(by95), by99: minuteOf(by99) },
  };
}

type Lag = number | undefined;

function arrivalState({ arrived, arrivalLag }: SourceFacts, by95: Lag, by99: Lag): ArrivalRow['state'] {
  if (arrivalLag === undefined || by95 === undefined || by99 === undefined) return arrived ? 'in' : 'unknown';
  if (arrived) return arrivalLag > by95 ? 'late' : 'in';
  if (arrivalLag > by99) return 'silent';
  return arrivalLag > by95 ? 'late' : 'due';
}

function changedRows(view: PageView): ChangedRow[] {
  const { morning, facts } = view.tick;
  const own = new Map(facts.series.map((one) => [one.id, one.labels]));
  const changed = morning.changed.flatMap(({ series, text }): ChangedRow[] => {
    if (series === undefined) {
      const [what, before] = text.split(' forecasts; it ');
      return [{ kind: 'model', what: what!, text: before ?? '', series: null }];
    }
    const labels = own.get(series);
    if (labels === undefined) return [];
    const what = seriesName({ dataset: labels.datasetName ?? labels.dataset ?? series, rule: labels.rule ?? '' });
    const isNew = text.endsWith('is new');
    return [{ kind: isNew ? 'new' : 'silent', what, text: isNew ? 'first result yesterday' : 'no result', series }];
  });
  return [...changed, ...silenceRows(view)];
}

/** Silences that hold, with what fires under them. */
function silenceRows({ tick: { facts }, state: { alerts }, opened: { policy }, at }: PageView): ChangedRow[] {
  return (facts.silences ?? [])
    .filter(({ from, until }) => from <= at && at < until)
    .map((silence) => {
      const { match, until, by } = silence;
      const what = Object.values(match).flat().join(', ');
      // Its own alerts, and not those of another that says something like it.
      const quiet = quietsOf(policy, { silences: [silence] }).at(-1)!;
      const firing = alerts.filter((one) => one.suppressed?.why === quiet.why && quiet.matches(one));
      const end = new Date(until).toISOString().slice(0, 10);
      return { kind: 'silence', what, text: `to ${end} by ${by}, ${firing.length} firing`, series: null };
    });
}

/** The tables of the page, the first of which is its twin. */
export function todayTables(page: TodayPage): readonly PageTable[] {
  return [
    pageTable('likely', page.likely, {
      series: ['id', (row) => row.id],
      dataset: ['data set', (row) => row.dataset],
      rule: ['rule', (row) => row.rule],
      state: ['state of the visual language', (row) => row.state],
      owner: ['who answers for it', (row) => row.owner],
      target: ['pass percentage that a day should reach', (row) => row.target],
      odds: ['probability of missing it, in [0, 1]', (row) => row.next!.odds],
      expected: ['mean pass percentage', (row) => row.next!.expected],
      lower_80: ['lower end of the 80 % range', (row) => row.next!.lower80],
      upper_80: ['upper end of the 80 % range', (row) => row.next!.upper80],
      naive: ['naive forecast', (row) => row.next!.naive],
      reason: ['first reason', (row) => row.reason],
      is_new: ['whether it was not likely yesterday', (row) => row.isNew],
      is_earned: ['whether it may page', (row) => row.earned.isEarned],
    }),
    pageTable('needs', page.needs, {
      incident: ['id', (row) => row.incident],
      state: ['state of the visual language', (row) => row.state],
      severity: ['info, warning or critical', (row) => row.severity],
      title: ['what it is about', (row) => row.title],
      owner: ['who answers for it', (row) => row.owner ?? null],
      holder: ['who has acknowledged it', (row) => row.holder ?? null],
      opened_at: ['ISO 8601', (row) => new Date(row.openedAt).toISOString()],
      sentence: ['the newest fact', (row) => row.sentence],
    }),
    pageTable('arrived', page.arrived, {
      source: ['source', (row) => row.source],
      series: ['its series', (row) => row.series],
      state: ['in, late, silent, due or unknown', (row) => row.state],
      arrived: ['minutes of the day', (row) => row.arrived],
      usual: ['minutes of the day', (row) => row.usual],
      by_95: ['on 95 of 100 days by then', (row) => row.by95],
      by_99: ['on 99 of 100 days by then', (row) => row.by99],
    }),
    pageTable('graded', page.graded, {
      series: ['id', (row) => row.id],
      outcome: ['right, wrong, fixed, waiting or missed', (row) => row.outcome],
      odds: ['what was said, in [0, 1]', (row) => row.odds],
      came: ['pass percentage that came', (row) => row.came],
    }),
    pageTable('changed', page.changed, {
      kind: ['new, silent, model or silence', (row) => row.kind],
      what: ['what changed', (row) => row.what],
      text: ['how', (row) => row.text],
    }),
  ];
}
