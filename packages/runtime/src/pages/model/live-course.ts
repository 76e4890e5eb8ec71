import { compareText } from '@dqs/core';
import { confidenceSequence, eValue, extendEProcess, startEProcess } from '@dqs/core/stats';
import { groupScores, type GroupScores } from '@dqs/pipelines';
import { dailyReference, joinScores, type MonitoredPool, type PoolScores } from '@dqs/monitoring';

import { areWithin } from '../../serving/principal.js';
import type { PageView } from '../page-view.js';

/** Days of the course of errors. */
const COURSE_DAYS = 90;
/** Days that a point of the course is the mean of. */
const MEAN_DAYS = 7;
/** Most days of the comparison with the naive forecast. */
const MOST_DAYS = 366;
/** First days, which say how far differences go; bets begin after them. */
const BURN_IN_DAYS = 28;
/** A difference of more than so many deviations counts as that, and one of a point always in full: as in monitoring. */
const [MOST_DEVIATIONS, LEAST_BOUND] = [5, 1];
const ALPHA = 0.05;

/** Mean absolute errors of the last seven days up to one, points; null where nothing was graded. */
export interface CourseDay {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly mae: number | null;
  readonly naive: number | null;
  /** Of the version before, on the days on which it forecast in shadow. */
  readonly predecessor: number | null;
}

/** The mean difference of losses up to a day, the model's minus the naive forecast's, points; below 0 the model is better. */
export interface SequenceRow {
  readonly day: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Whether the model is better than naive, whenever one looks. */
export interface BetterThanNaive {
  readonly days: readonly SequenceRow[];
  /** Since when zero has been outside, and on which side of it the model is; null while it is inside. */
  readonly since: { readonly day: number; readonly side: 'better' | 'worse' } | null;
}

/** The version in use beside the one that it replaced, on the days that both were graded on from the same results. */
export interface AgainstPredecessor {
  readonly version: string;
  readonly days: number;
  /** 1 − MAE / MAE of the predecessor; null without a day. */
  readonly skill: number | null;
  /** Evidence that the predecessor's losses are greater; 20 refutes that they are not. */
  readonly e: number | null;
}

/** The scores of a model that somebody may see, by group of the ledger. */
export interface ModelScores {
  readonly lastDay: number;
  /** Of the last 90 days. */
  readonly champion: readonly GroupScores[];
  readonly predecessor: readonly GroupScores[];
  readonly challenger: readonly GroupScores[];
  /** With their courses from the first day on. */
  readonly pools: readonly MonitoredPool[];
}

/** The scores of a model as known at the time of a view; what its aggregates cannot tell apart, such as owners, is together. */
export async function modelScores(view: PageView, model: string): Promise<ModelScores> {
  const { once, ledger, at, scope } = view;
  const { groups, pools, lastDay } = view.tick.pools;
  const shadows = await once.of(`shadows to ${lastDay}`, async () => {
    if (lastDay < 0) return [];
    const days = { from: lastDay - COURSE_DAYS + 1, to: lastDay, knownAt: at };
    return groupScores(await ledger.aggregates({ ...days, arms: ['predecessor', 'challenger'] }));
  });
  const isSeen = (of: { readonly tenantId: string; readonly source: string }) =>
    areWithin([of.tenantId], scope.tenants) && (scope.source === undefined || of.source === scope.source);
  const own = [...groups.filter(({ group }) => group.arm === 'champion'), ...shadows].filter(
    ({ group }) => group.live && group.model === model && isSeen(group),
  );
  const ofArm = (arm: string) => own.filter(({ group }) => group.arm === arm);
  return {
    lastDay,
    ...{ champion: ofArm('champion'), predecessor: ofArm('predecessor'), challenger: ofArm('challenger') },
    pools: pools.filter(({ pool, version }) => version.startsWith(`${model}@`) && isSeen(pool)),
  };
}

/** The course of errors: each day the mean over seven, so that a weekday does not look like a change. */
export function liveCourse({ champion, predecessor, lastDay }: ModelScores): CourseDay[] {
  const [all, before] = [champion, predecessor].map((groups) => joinScores(groups.map(({ scores }) => scores)));
  const first = all!.days[0];
  if (first === undefined) return [];
  return Array.from({ length: lastDay - first + 1 }, (_, i) => {
    const day = first + i;
    return {
      day,
      mae: meanTo(all!, day, 'absoluteErrorBesideNaive'),
      naive: meanTo(all!, day, 'naiveAbsoluteError'),
      // Only from days of its own: it stops where the shadow ends.
      predecessor: before!.days.includes(day) ? meanTo(before!, day, 'absoluteErrorBesideNaive') : null,
    };
  });
}

function meanTo({ days, sums }: PoolScores, day: number, of: 'absoluteErrorBesideNaive' | 'naiveAbsoluteError') {
  let [sum, count] = [0, 0];
  for (let row = days.length - 1; row >= 0 && days[row]! > day - MEAN_DAYS; row -= 1) {
    if (days[row]! > day) continue;
    sum += sums[of][row]!;
    count += sums.withNaive[row]!;
  }
  return count === 0 ? null : sum / count;
}

/** The difference of losses of all pools together, with its confidence sequence. */
export function betterThanNaive({ pools }: Pick<ModelScores, 'pools'>): BetterThanNaive {
  const byDay = new Map<number, { sum: number; count: number }>();
  for (const { course } of pools) {
    const { absoluteErrorBesideNaive: own, naiveAbsoluteError: naive, withNaive } = course.columns;
    course.days.forEach((day, row) => {
      const known = byDay.get(day) ?? { sum: 0, count: 0 };
      byDay.set(day, known);
      known.sum += own[row]! - naive[row]!;
      known.count += withNaive[row]!;
    });
  }
  const seen = [...byDay].filter(([, { count }]) => count > 0).sort(([a], [b]) => a - b);
  const recent = seen.slice(-MOST_DAYS - BURN_IN_DAYS);
  const differences = recent.map(([, { sum, count }]) => sum / count);
  const usual = dailyReference(Float64Array.from(differences.slice(0, BURN_IN_DAYS)), ALPHA);
  if (usual === undefined) return { days: [], since: null };
  const bound = Math.max(Math.abs(usual.mean) + MOST_DEVIATIONS * usual.deviation, LEAST_BOUND);
  const rule = { bound, correlation: usual.correlation, alpha: ALPHA };
  const sequence = confidenceSequence(differences.slice(BURN_IN_DAYS), rule);
  const days = sequence.map((one, i) => ({ day: recent[BURN_IN_DAYS + i]![0], ...one }));
  return { days, since: sinceOf(days) };
}

function sinceOf(days: readonly SequenceRow[]): BetterThanNaive['since'] {
  const sideOf = ({ low, high }: SequenceRow) => (high < 0 ? 'better' : low > 0 ? 'worse' : null);
  const last = days.at(-1);
  const side = last === undefined ? null : sideOf(last);
  if (side === null) return null;
  const before = days.findLastIndex((one) => sideOf(one) !== side);
  return { day: days[before + 1]!.day, side };
}

/** The evidence on the version in use beside its predecessor; null where none has forecast in its shadow. */
export function againstPredecessor(
  { champion, predecessor }: Pick<ModelScores, 'champion' | 'predecessor'>,
  version: string,
): AgainstPredecessor | null {
  const before = lastVersion(predecessor);
  if (before === undefined || before === version) return null;
  const pairs = pairedDays(
    champion.filter(({ group }) => group.version === version),
    predecessor.filter(({ group }) => group.version === before),
  );
  const [own, its] = [total(pairs.map((one) => one.own)), total(pairs.map((one) => one.other))];
  const count = total(pairs.map((one) => one.count));
  const gains = Float64Array.from(pairs, (one) => (one.other - one.own) / one.count);
  // The bound follows from the sizes of the differences alone: given them, the signs of equally good versions are fair coins.
  const bound = gains.reduce((most, gain) => Math.max(most, Math.abs(gain)), Math.max(0.5 * (its / count), 1e-9));
  return {
    version: before,
    days: pairs.length,
    skill: its > 0 ? 1 - own / its : null,
    e: pairs.length === 0 ? null : eValue(extendEProcess(startEProcess(bound), gains)),
  };
}

/** The version that forecast last among groups; of several of the last day the greatest name. */
export function lastVersion(groups: readonly GroupScores[]): string | undefined {
  const lastOf = ({ scores: { days, sums } }: GroupScores) => days[sums.forecasts.findLastIndex((n) => n > 0)] ?? -1;
  return [...groups].sort((a, b) => lastOf(a) - lastOf(b) || compareText(a.group.version, b.group.version)).at(-1)
    ?.group.version;
}

/** Sums of losses by day over the pools that both were graded on equally often: on the same results. */
function pairedDays(own: readonly GroupScores[], others: readonly GroupScores[]) {
  const poolOf = ({ group }: GroupScores) =>
    JSON.stringify([group.tenantId, group.ruleCode, group.level, group.source]);
  const partners = new Map(others.map((one) => [poolOf(one), one.scores]));
  const byDay = new Map<number, { own: number; other: number; count: number }>();
  for (const one of own) {
    const partner = partners.get(poolOf(one));
    if (partner === undefined) continue;
    const rowOf = new Map(Array.from(partner.days, (day, row) => [day, row]));
    one.scores.days.forEach((day, row) => {
      const at = rowOf.get(day);
      const count = one.scores.sums.graded[row]!;
      if (at === undefined || count === 0 || partner.sums.graded[at] !== count) return;
      const known = byDay.get(day) ?? { own: 0, other: 0, count: 0 };
      byDay.set(day, known);
      known.own += one.scores.sums.absoluteError[row]!;
      known.other += partner.sums.absoluteError[at]!;
      known.count += count;
    });
  }
  return [...byDay].sort(([a], [b]) => a - b).map(([, sums]) => sums);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
