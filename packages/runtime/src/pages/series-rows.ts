import { EARNED_E, isActive, judgedDay, percentageOf, resultOf, type SeriesFacts } from '@dqs/alerting';
import { WARNING_ODDS, WATCH_ODDS } from '@dqs/core';

import type { PageView } from './page-view.js';

/** Results of a sparkline, days. */
const SPARK_DAYS = 30;

/** How a series stands: a state of the visual language. */
export type SeriesState = 'ok' | 'watch' | 'likely' | 'failing' | 'unknown' | 'intervened' | 'suppressed';

/** A series as lists show it. Percentages in [0, 100], odds in [0, 1], days since 1970-01-01. Survives JSON. */
export interface SeriesRow {
  /** `dataset/rule`, with the tenant in front where there is one; names the page of the series. */
  readonly id: string;
  readonly dataset: string;
  readonly rule: string;
  readonly tenant: string | null;
  readonly source: string;
  readonly owner: string | null;
  readonly tags: readonly string[];
  readonly importance: number;
  readonly target: number;
  readonly state: SeriesState;
  /** The result by which it is judged; null where there is none. */
  readonly last: { readonly day: number; readonly passes: number; readonly executions: number } | null;
  /** Pass percentages of the days up to {@link SeriesRow.sparkDay}, oldest first; null without a result. */
  readonly spark: readonly (number | null)[];
  readonly sparkDay: number;
  readonly next: {
    readonly day: number;
    readonly odds: number;
    readonly expected: number;
    readonly median: number;
    readonly lower80: number;
    readonly upper80: number;
    readonly lower95: number;
    readonly upper95: number;
    readonly naive: number | null;
  } | null;
  /** Whether its warnings may page: evidence of its pool, and whether its own record speaks against it. */
  readonly earned: { readonly e: number; readonly isEarned: boolean; readonly pool: string };
  /** The open incident in which it is. */
  readonly incident: string | null;
}

/** The series of a view as lists show them, in the order of their ids; made once for all pages of what was known at a time. */
export function seriesRows(view: PageView): readonly SeriesRow[] {
  const known = MADE.get(view.tick);
  if (known?.state === view.state) return known.rows;
  const rows = madeRows(view);
  MADE.set(view.tick, { state: view.state, rows });
  return rows;
}

const MADE = new WeakMap<
  PageView['tick'],
  { readonly state: PageView['state']; readonly rows: readonly SeriesRow[] }
>();

function madeRows(view: PageView): readonly SeriesRow[] {
  const { tick, state } = view;
  const quiet = quietSeries(state.alerts);
  const incidents = new Map<string, string>();
  for (const { id, state: of, members } of state.incidents) {
    if (of === 'resolved') continue;
    for (const { level, subject } of members) if (level === 'series') incidents.set(subject, id);
  }
  return tick.facts.series.map((one) => rowOf(one, view, quiet.has(one.id), incidents.get(one.id) ?? null));
}

/** Series of which something fires, and all of it is kept from telling anyone; what a dry run would tell fires for nobody. */
function quietSeries(alerts: PageView['state']['alerts']): ReadonlySet<string> {
  const [quiet, told] = [new Set<string>(), new Set<string>()];
  for (const alert of alerts) {
    if (alert.level !== 'series' || !isActive(alert) || alert.suppressed?.by === 'dry-run') continue;
    (alert.suppressed === null ? told : quiet).add(alert.subject);
  }
  for (const subject of told) quiet.delete(subject);
  return quiet;
}

function rowOf(series: SeriesFacts, { tick }: PageView, isQuiet: boolean, incident: string | null): SeriesRow {
  const { id, labels, target, importance, results, earned } = series;
  const day = judgedDay(series, tick.facts);
  const last = resultOf(results, day);
  const byDay = new Map(results.map((one) => [one.day, one]));
  return {
    ...{ id, dataset: labels.datasetName ?? labels.dataset ?? id, rule: labels.rule ?? '' },
    ...{ tenant: labels.tenant ?? null, source: labels.source ?? '', owner: labels.owner ?? null },
    ...{ tags: labels.tags ?? [], importance, target },
    state: isQuiet ? 'suppressed' : stateOf(series, day),
    last: last ? { day, passes: last.passes, executions: last.passes + last.fails } : null,
    spark: Array.from({ length: SPARK_DAYS }, (_, i) => percentageOf(byDay.get(day - SPARK_DAYS + 1 + i)) ?? null),
    sparkDay: day,
    next: nextOf(series),
    earned: {
      e: earned?.e ?? 1,
      isEarned: earned !== undefined && earned.e >= EARNED_E && !earned.veto,
      pool: earned?.pool ?? '',
    },
    incident,
  };
}

/** What comes first is what a person did, then what is, then what is likely. */
function stateOf(
  { results, target, forecast, intervened }: SeriesFacts,
  day: number,
): Exclude<SeriesState, 'suppressed'> {
  if (intervened) return 'intervened';
  const last = percentageOf(resultOf(results, day));
  if (last === undefined) return 'unknown';
  if (last < target) return 'failing';
  const odds = forecast?.pBelowTarget ?? 0;
  if (odds >= WARNING_ODDS) return 'likely';
  return odds >= WATCH_ODDS ? 'watch' : 'ok';
}

function nextOf({ forecast }: SeriesFacts): SeriesRow['next'] {
  if (forecast === undefined) return null;
  const { day, pBelowTarget: odds, expected, predicted: median, lower80, upper80, lower95, upper95, naive } = forecast;
  return { day, odds, expected, median, lower80, upper80, lower95, upper95, naive };
}
