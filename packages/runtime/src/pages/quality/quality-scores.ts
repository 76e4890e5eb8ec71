import { joinScores, withinDays, type PoolScores } from '@dqs/monitoring';
import { factId, scoresFromGrades, type LedgerPools } from '@dqs/pipelines';

import { areWithin } from '../../serving/principal.js';
import type { PageView } from '../page-view.js';

/** What figures of quality are asked of. */
export interface QualityQuery {
  /** Length of the window, days up to the last one. */
  readonly days: 1 | 7 | 28 | 90;
  /** Only forecasts that were made so many days ahead; undefined for all. */
  readonly horizon?: number | undefined;
  /** What the rows of the table are. */
  readonly by: 'rule' | 'source' | 'owner';
}

/** The scores of some series together. */
export interface ScoredGroup {
  readonly rule: string;
  readonly source: string;
  /** null where nobody answers for them, or where it was not asked who does. */
  readonly owner: string | null;
  readonly scores: PoolScores;
}

/** What a page of quality is made from: scores of live forecasts that somebody may see. */
export interface QualityScores {
  /** The last day with live forecasts that were graded; −1 if there is none. */
  readonly lastDay: number;
  /** Of the window. */
  readonly groups: readonly ScoredGroup[];
  /** Of the days that the course shows. */
  readonly course: readonly PoolScores[];
  /** Forecasts of the window that were issued after the first result. */
  readonly backfill: number;
}

/** Days of the course where it has to be read from grades one by one. */
const COURSE_DAYS = 28;

/**
 * The scores that a page of quality shows. From aggregates; owners and horizons are not among what those are grouped by, so that
 * where they are asked for, grades are read.
 */
export async function qualityScores(view: PageView, query: QualityQuery): Promise<QualityScores> {
  const { pools } = view.tick;
  const aggregated = aggregatedScores(view, pools, query.days);
  const { owner } = view.scope;
  const isNarrow = owner !== undefined || query.horizon !== undefined;
  if (pools.lastDay < 0 || (!isNarrow && query.by !== 'owner')) return aggregated;
  const graded = await gradedScores(view, pools.lastDay, query, isNarrow);
  return isNarrow ? graded : { ...aggregated, groups: graded.groups };
}

function aggregatedScores({ scope }: PageView, { groups, lastDay }: LedgerPools, days: number): QualityScores {
  const from = lastDay - days + 1;
  const own = groups.filter(
    ({ group: { arm, tenantId, source } }) =>
      arm === 'champion' &&
      areWithin([tenantId], scope.tenants) &&
      (scope.source === undefined || source === scope.source),
  );
  const live = own.filter(({ group }) => group.live);
  const byPool = new Map<string, { rule: string; source: string; parts: PoolScores[] }>();
  for (const { group, scores } of live) {
    const { tenantId, ruleCode: rule, level, source } = group;
    const id = JSON.stringify([tenantId, rule, level, source]);
    const known = byPool.get(id) ?? { rule, source, parts: [] };
    byPool.set(id, known);
    known.parts.push(withinDays(scores, from, lastDay));
  }
  return {
    lastDay,
    groups: [...byPool.values()].map(({ parts, ...of }) => ({ ...of, owner: null, scores: joined(parts) })),
    course: live.map(({ scores }) => scores),
    backfill: own
      .filter(({ group }) => !group.live)
      .reduce((sum, { scores }) => sum + total(withinDays(scores, from, lastDay).sums.graded), 0),
  };
}

interface Member {
  readonly rule: string;
  readonly source: string;
  readonly owner: string | null;
}

async function gradedScores(
  view: PageView,
  lastDay: number,
  { days, horizon }: QualityQuery,
  isNarrow: boolean,
): Promise<QualityScores> {
  const { once, scope, at, ledger } = view;
  const { owner, source, tenants } = scope;
  const length = isNarrow ? Math.max(days, COURSE_DAYS) : days;
  const name = JSON.stringify(['grades', lastDay, length, horizon, owner, source, tenants]);
  const { scores, backfill } = await once.of(name, async () => {
    const members = await membersOf(view);
    const series = isNarrow && horizon === undefined ? { series: Int32Array.from(members.keys()).sort() } : {};
    return scoresFromGrades(ledger, {
      ...{ from: lastDay - length + 1, to: lastDay, knownAt: at, horizon, ...series },
      ...(tenants && { tenants }),
      groupOf: (number) => {
        const member = members.get(number);
        return member && JSON.stringify([member.rule, member.source, member.owner]);
      },
    });
  });
  const all = [...scores].map(([id, of]) => {
    const [rule, own, by] = JSON.parse(id) as [string, string, string | null];
    return { rule, source: own, owner: by, scores: of };
  });
  return {
    lastDay,
    groups: all.map((one) => ({ ...one, scores: withinDays(one.scores, lastDay - days + 1, lastDay) })),
    course: all.map((one) => one.scores),
    backfill,
  };
}

/** The series of a view by their numbers in the ledger. */
async function membersOf({ ledger, scope, tick }: PageView): Promise<ReadonlyMap<number, Member>> {
  const labelsOf = new Map(tick.facts.series.map(({ id, labels }) => [id, labels]));
  const members = new Map<number, Member>();
  for (const { number, ...key } of await ledger.series(scope.tenants)) {
    const labels = labelsOf.get(factId(key));
    if (labels === undefined) continue;
    members.set(number, { rule: key.ruleCode, source: key.source, owner: labels.owner ?? null });
  }
  return members;
}

/** Most pools have had one version: nothing is to be joined. */
function joined(parts: readonly PoolScores[]): PoolScores {
  return parts.length === 1 ? parts[0]! : joinScores(parts);
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
