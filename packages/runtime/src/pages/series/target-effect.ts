import { EARNED_E, judgedDay, type SeriesFacts } from '@dqs/alerting';
import { DqsError, WARNING_ODDS } from '@dqs/core';
import { exactGlob } from '@dqs/core/catalog';
import { exceedanceAt, targetPasses } from '@dqs/core/stats';

import type { PageView } from '../page-view.js';
import { pageTable, type PageTable } from '../table.js';
import { courseOf, type Course } from './course.js';
import { tableOf } from './day-distribution.js';
import { knownSeries } from './known-series.js';
import { factsOf } from './series-facts.js';
import { isGraded, WARNING_DAYS } from './record.js';

/** What a target does to a series, had it been in force. */
export interface TargetOutcome {
  readonly target: number;
  /** Days of the last {@link WARNING_DAYS} with a result, and those of them below it. */
  readonly results: number;
  readonly below: number;
  /** Warnings, those that came true, and days below without one; on days that somebody stepped in on nothing counts. */
  readonly warnings: number;
  readonly right: number;
  readonly missed: number;
  /** Times that a warning began: at most so many pages, where the series may page. */
  readonly began: number;
  /** Odds of the next forecast; null without one. */
  readonly odds: number | null;
}

/** What another target would do. Survives JSON. */
export interface TargetEffect {
  readonly series: string;
  readonly now: TargetOutcome;
  readonly then: TargetOutcome;
  readonly mayPage: boolean;
  /** The entry of a catalog that sets it: the first entry that matches counts, so it stands above the others. */
  readonly entry: string;
  /** The line of the policy above which it belongs, from 1; null where the catalog is a file of its own. */
  readonly line: number | null;
}

/**
 * What another target would do to a series: its results and forecasts of the last days, looked at with either.
 *
 * @throws DqsError `series-unknown`, `invalid-argument` for a target that is none.
 */
export async function targetEffect(view: PageView, id: string, target: number): Promise<TargetEffect> {
  if (!(target >= 0 && target <= 100)) {
    throw new DqsError('invalid-argument', `expected a pass percentage from 0 to 100, got ${target}`);
  }
  const series = factsOf(view, id);
  const { number } = await knownSeries(view.ledger, id, view.scope.tenants);
  const judged = judgedDay(series, view.tick.facts);
  const to = Math.max(judged, series.forecast?.day ?? judged);
  const course = await courseOf(view, number, judged, { from: judged - WARNING_DAYS + 1, to });
  const { earned, labels } = series;
  return {
    series: id,
    now: outcomeOf(course, judged, series, series.target),
    then: outcomeOf(course, judged, series, target),
    mayPage: earned !== undefined && earned.e >= EARNED_E && !earned.veto,
    entry: entryOf(labels, target),
    line: view.opened.policy.entries?.[0]?.line ?? null,
  };
}

function outcomeOf(course: Course, judged: number, { forecast }: SeriesFacts, target: number): TargetOutcome {
  const counts = { results: 0, below: 0, warnings: 0, right: 0, missed: 0, began: 0 };
  let wasWarned = false;
  let next: number | null = null;
  course.days.forEach((one, i) => {
    const odds = oddsUnder(course, i, target);
    if (one.day === forecast?.day) next = odds;
    if (one.day > judged) return;
    const isWarned = odds !== null && one.said!.isLive && odds >= WARNING_ODDS;
    const isBelow = one.came !== null && one.came < target;
    counts.results += Number(one.came !== null);
    counts.below += Number(isBelow);
    counts.began += Number(isWarned && !wasWarned);
    wasWarned = isWarned;
    if (!isGraded(one)) return;
    counts.warnings += Number(isWarned);
    counts.right += Number(isWarned && isBelow);
    counts.missed += Number(!isWarned && isBelow);
  });
  return { target, ...counts, odds: next };
}

/** The odds of a day of missing a target that it was perhaps not made against; null where nothing was said. */
function oddsUnder({ days, forecasts, rows }: Course, i: number, target: number): number | null {
  const [row, said] = [rows[i], days[i]!.said];
  if (row === undefined || said === null) return null;
  if (said.target === target) return said.odds;
  const table = tableOf(forecasts, row);
  if (table === undefined) return Number(said.median < target);
  return 1 - exceedanceAt(table, 0, targetPasses(target, table.executions[0]!));
}

function entryOf({ tenant, dataset, rule }: SeriesFacts['labels'], target: number): string {
  const exactly = (text: string) => JSON.stringify(exactGlob(text));
  const match = [
    ...(tenant === undefined ? [] : [`tenant: ${exactly(tenant)}`]),
    `dataset: ${exactly(dataset ?? '')}`,
    `rule: ${exactly(rule ?? '')}`,
  ];
  return `- match: { ${match.join(', ')} }\n  set: { target: ${target} }`;
}

/** The table of the effect: before and after. */
export function targetTables({ now, then }: TargetEffect): readonly PageTable[] {
  return [
    pageTable('effect', [now, then], {
      target: ['pass percentage that a day should reach', (row) => row.target],
      results: [`days of the last ${WARNING_DAYS} with a result`, (row) => row.results],
      below: ['days below the target', (row) => row.below],
      warnings: ['warnings', (row) => row.warnings],
      right: ['warnings that came true', (row) => row.right],
      missed: ['days below without a warning', (row) => row.missed],
      began: ['times that a warning began', (row) => row.began],
      odds: ['odds of the next forecast, in [0, 1]', (row) => row.odds],
    }),
  ];
}
