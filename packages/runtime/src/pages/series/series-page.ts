import { judgedDay, type RecordFacts } from '@dqs/alerting';
import { formatDay, MS_PER_DAY } from '@dqs/core';
import { localTime } from '@dqs/core/wording';
import { FEW_EXECUTIONS, FirstReasons } from '@dqs/pipelines';

import type { PageView } from '../page-view.js';
import { seriesRows, type SeriesRow } from '../series-rows.js';
import { pageTable, type PageTable } from '../table.js';
import { chartMarks, type ChartMark } from './chart-marks.js';
import { courseOf, type CourseDay } from './course.js';
import { dayDistribution, sameTargets, tableOf, type DayDistribution } from './day-distribution.js';
import { knownSeries } from './known-series.js';
import { seriesRecord, WARNING_DAYS, type SeriesRecord } from './record.js';
import { factsOf } from './series-facts.js';

/** How many days back the page of a series can show. */
export const RANGES = [28, 60, 365] as const;
export type SeriesRange = (typeof RANGES)[number];

/** Days ahead that are shown. */
const DAYS_AHEAD = 7;

/** A series, what was said of it and what came. Survives JSON. */
export interface SeriesPage {
  readonly knownAt: number;
  readonly isNow: boolean;
  readonly timeZone: string;
  /** The reader's day. */
  readonly today: number;
  /** The last day whose results are complete. */
  readonly judged: number;
  readonly range: SeriesRange;
  /** How it stands, as in the list. */
  readonly series: SeriesRow;
  /** What it is called where it is matched: by silences, by the catalog. */
  readonly labels: { readonly dataset: string; readonly level: string; readonly runbook: string | null };
  /** What in the results explains the next forecast, the first reason first, without full stops. */
  readonly reasons: readonly string[];
  /** Without a gap: the days of the range, up to today or the last one ahead that has a forecast. */
  readonly days: readonly CourseDay[];
  readonly marks: readonly ChartMark[];
  /** What the next result may be; null without a forecast, or for one of a single value. */
  readonly distribution: DayDistribution | null;
  /** Where executions are few: how many, and the targets that are one threshold, above `over` up to `upTo`. */
  readonly few: { readonly executions: number; readonly over: number; readonly upTo: number } | null;
  readonly record: SeriesRecord;
  /** How often odds came true over all series, by tenths. */
  readonly tenths: readonly RecordFacts[];
  /** Whether its own record speaks against its warnings, whatever its pool has earned. */
  readonly hasVeto: boolean;
}

/**
 * The page of a series.
 *
 * @throws DqsError `series-unknown`.
 */
export async function seriesPage(view: PageView, id: string, range: SeriesRange): Promise<SeriesPage> {
  const { tick, opened, at, isNow } = view;
  const facts = factsOf(view, id);
  const { number, datasetUuid, level } = await knownSeries(view.ledger, id, view.scope.tenants);
  const judged = judgedDay(facts, tick.facts);
  const ahead = Math.max(judged, facts.forecast?.day ?? judged, Math.floor(at / MS_PER_DAY) + 1) + DAYS_AHEAD;
  const from = judged - Math.max(range, WARNING_DAYS) + 1;
  const course = await courseOf(view, number, judged, { from, to: ahead });
  const today = localTime(at, opened.policy.timezone).day;
  const last = Math.max(judged, today, ...course.days.filter(hasContent).map(({ day }) => day));
  const shown = course.days.filter(({ day }) => day > judged - range && day <= last);
  const next = course.days.findIndex(({ day }) => day === facts.forecast?.day);
  const table = next < 0 || course.rows[next] === undefined ? undefined : tableOf(course.forecasts, course.rows[next]);
  const distribution = table === undefined ? null : dayDistribution(table, facts.target);
  return {
    ...{ knownAt: at, isNow, timeZone: opened.policy.timezone, today },
    ...{ judged, range, series: seriesRows(view).find((one) => one.id === id)! },
    labels: { dataset: datasetUuid, level, runbook: facts.labels.runbook ?? null },
    reasons: new FirstReasons(tick).allOf(facts),
    days: shown,
    marks: await chartMarks(view, facts, shown),
    distribution,
    few: fewOf(distribution),
    record: seriesRecord(course.days, judged),
    tenths: tick.morning.tenths,
    hasVeto: facts.earned?.veto ?? false,
  };
}

function hasContent({ said, executions }: CourseDay): boolean {
  return said !== null || executions !== null;
}

function fewOf(distribution: DayDistribution | null): SeriesPage['few'] {
  if (distribution === null || distribution.executions > FEW_EXECUTIONS) return null;
  return { executions: distribution.executions, ...sameTargets(distribution) };
}

/** The tables of the page: the ledger of the series, newest day first; marks; the distribution of the next result. */
export function seriesTables({ days, marks, distribution }: SeriesPage): readonly PageTable[] {
  return [
    pageTable('ledger', [...days].reverse(), {
      day: ['day that was forecast, ISO 8601', (row) => formatDay(row.day)],
      median: ['median that was said', (row) => row.said?.median ?? null],
      expected: ['mean that was said', (row) => row.said?.expected ?? null],
      lower_80: ['lower end of its 80 % range', (row) => row.said?.lower80 ?? null],
      upper_80: ['upper end of its 80 % range', (row) => row.said?.upper80 ?? null],
      lower_95: ['lower end of its 95 % range', (row) => row.said?.lower95 ?? null],
      upper_95: ['upper end of its 95 % range', (row) => row.said?.upper95 ?? null],
      naive: ['naive forecast beside it', (row) => row.said?.naive ?? null],
      target: ['target that it was made against', (row) => row.said?.target ?? null],
      odds: ['odds of missing it, in [0, 1]', (row) => row.said?.odds ?? null],
      came: ['pass percentage that came', (row) => row.came],
      passes: ['passes that came', (row) => row.passes],
      executions: ['passes and fails that came', (row) => row.executions],
      errors: ['executions that were neither', (row) => row.errors],
      grade: ['what became of what was said', (row) => row.grade],
      model: ['model that said it', (row) => row.said?.model ?? null],
      version: ['its version', (row) => row.said?.version ?? null],
      is_live: ['whether it was said before the first result', (row) => row.said?.isLive ?? null],
      forecast: ['id in the ledger', (row) => row.said?.id ?? null],
    }),
    pageTable('marks', marks, {
      kind: ['model, target, silence, window, incident or said', (row) => row.kind],
      day: ['first day, ISO 8601', (row) => formatDay(row.day)],
      to: ['last day of a span, ISO 8601', (row) => (row.to === null ? null : formatDay(row.to))],
      text: ['what it is', (row) => row.text],
      ref: ['id of the incident or the mark', (row) => row.ref],
    }),
    pageTable('distribution', distribution?.bars ?? [], {
      from_passes: ['fewest passes', (row) => row.from],
      to_passes: ['most passes', (row) => row.to],
      executions: ['executions that are assumed', () => distribution!.executions],
      chance: ['chance of a result within them, in [0, 1]', (row) => row.chance],
      is_below: ['whether they miss the target', (row) => row.to < distribution!.needed],
    }),
  ];
}
