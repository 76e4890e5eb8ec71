import { pickRows, type GateCheck } from '@dqs/core';
import { clusteredMean, type MeanWithError } from '@dqs/core/stats';
import { z } from 'zod';

import type { DistributionColumns } from './distribution-columns.js';
import { check, said, type LimitsOf } from './gate-report.js';
import { distributionCheck, meanOf, spreadFault } from './scored-distributions.js';
import { bandOf, rowsByCode, type RowLimits, type ScoredRows } from './scored-rows.js';

/** How much worse than naive distributions the forecasts of a level or a rule may be, in points of CRPS. */
export const SEGMENT_CRPS_LIMITS = {
  /** Of a level of execution, over the naive distribution that was best for it on the training days. */
  maxLevelCrpsExcess: z.number().min(0).default(0.05),
  /** Of a rule, over the naive distribution that was best for it on the 28 days before each forecast. */
  maxRuleCrpsExcess: z.number().min(0).default(0.15),
};

type Limits = RowLimits & LimitsOf<typeof SEGMENT_CRPS_LIMITS>;

/** No level of execution may be worse than its best naive distribution. */
export function levelCrpsCheck(rows: ScoredRows, limits: Limits): GateCheck {
  return distributionCheck('level-crps', rows, limits, (columns) =>
    segmentsCheck(rows, limits, {
      kind: 'level',
      columns,
      naive: columns.bestOfLevel,
      allowed: limits.maxLevelCrpsExcess,
    }),
  );
}

/** No rule may be worse than the naive distribution that was best for it of late. */
export function ruleCrpsCheck(rows: ScoredRows, limits: Limits): GateCheck {
  return distributionCheck('rule-crps', rows, limits, (columns) =>
    segmentsCheck(rows, limits, {
      kind: 'rule',
      columns,
      naive: columns.trailingBest,
      allowed: limits.maxRuleCrpsExcess,
    }),
  );
}

/** The scores that are compared, by row, and by how much the model's mean may be greater. */
interface Compared {
  readonly kind: 'level' | 'rule';
  readonly columns: DistributionColumns;
  /** CRPS that the model's is compared with, by row. */
  readonly naive: Float64Array;
  readonly allowed: number;
}

/** A segment with the mean difference of its scores. */
interface Judged {
  readonly name: string;
  readonly crps: number;
  readonly naive: number;
  readonly byDay: MeanWithError;
}

/**
 * Fails, by {@link spreadFault}, if a segment is worse by more than is allowed and chance does not explain it, with bands that hold for all segments
 * at once; is inconclusive, with their names, where segments are worse by more but chance may explain it.
 */
function segmentsCheck(rows: ScoredRows, least: RowLimits, compared: Compared): GateCheck {
  const { kind, allowed } = compared;
  const name = `${kind}-crps`;
  const judged = judgedSegments(rows, least, compared);
  const [worst] = judged;
  if (!worst)
    return check(name, 'inconclusive', `no ${kind} has enough forecasts to be judged`, { threshold: allowed });
  const figures = { value: worst.byDay.mean, threshold: allowed };
  const worse = judged.filter(({ byDay }) => byDay.mean > allowed);
  const certain = worse.filter(({ byDay }) => byDay.mean - bandOf(byDay, judged.length) > allowed);
  if (worse.length === 0) {
    const reason = `of ${judged.length} ${kind}s none is worse than its best naive distribution by more than ${said(allowed)} points`;
    return check(name, 'pass', `${reason}; closest is ${named(worst)}`, figures);
  }
  const found = certain.length > 0 ? certain : worse;
  const reason =
    `${found.length} of ${judged.length} ${kind}s ${found.length === 1 ? 'is' : 'are'} worse than the best naive distribution ` +
    `by more than ${said(allowed)} points, and chance ${certain.length > 0 ? 'does not' : 'may'} explain it: ` +
    listed(found.map(named));
  if (certain.length > 0) return spreadFault(compared.columns, name, reason, figures);
  return check(name, 'inconclusive', reason, figures);
}

/** Segments with enough rows and days, the greatest mean difference first. */
function judgedSegments(rows: ScoredRows, least: RowLimits, { kind, columns, naive }: Compared): Judged[] {
  const { names, code } = rows.segments[kind] ?? { names: [], code: new Int32Array(0) };
  const judged: Judged[] = [];
  rowsByCode(code, names.length).forEach((members, segment) => {
    if (members.length < least.minRows || names[segment] === '') return;
    const [own, other] = [pickRows(columns.crps, members), pickRows(naive, members)];
    const byDay = clusteredMean(
      own.map((score, i) => score - other[i]!),
      pickRows(rows.day, members),
    );
    if (byDay.clusters < least.minDays) return;
    judged.push({ name: names[segment]!, crps: meanOf(own), naive: meanOf(other), byDay });
  });
  return judged.sort((a, b) => b.byDay.mean - a.byDay.mean);
}

function named({ name, crps, naive }: Judged): string {
  return `${name} (CRPS ${said(crps)} beside ${said(naive)})`;
}

/** Names that a sentence can hold; of more only their number. */
const MOST_NAMES = 20;

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
