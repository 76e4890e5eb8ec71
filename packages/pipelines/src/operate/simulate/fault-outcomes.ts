import { formatDay } from '@dqs/core';
import { describeFault, isOfResults, type FaultKind, type PlantedFault } from '@dqs/synthetic';

import type { Finding } from './watch.js';

/** What a simulation saw of deliveries at a tick. */
export interface SeenDelivery {
  /** Days since 1970-01-01. */
  readonly tick: number;
  readonly source: string;
  readonly day: number;
  /** `known`: it was there already, and nothing happened. */
  readonly outcome: 'added' | 'replaced' | 'known';
}

/** What became of a planted fault. Survives JSON. */
export interface FaultOutcome {
  /** As `parseFault` reads it. */
  readonly fault: string;
  readonly kind: FaultKind;
  /** Percentage points, or days. */
  readonly amount: number;
  /** First and last day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /** How it was found first; null if it was not. */
  readonly found: {
    readonly by: Finding['kind'] | 'known' | 'replaced';
    /** Date of the tick. */
    readonly date: string;
    /** Days after the tick at which the first of it was to be seen: 0 at the first opportunity. */
    readonly delayDays: number;
  } | null;
}

/** A finding that belongs to no planted fault. Survives JSON. */
export interface OtherFinding {
  readonly kind: Finding['kind'];
  readonly date: string;
  readonly source: string;
  readonly ruleCode?: string;
  readonly level?: string;
  readonly series?: number;
}

/** Days after its end in which a finding still belongs to a fault: running evidence ends later than what it is of. */
const AFTERMATH = 28;

/** What was found of each fault, and what was found beside them. */
export function faultOutcomes(
  faults: readonly PlantedFault[],
  findings: readonly Finding[],
  deliveries: readonly SeenDelivery[],
): { readonly faults: FaultOutcome[]; readonly others: OtherFinding[] } {
  const others = findings.filter((finding) => !faults.some((fault) => isOf(fault, finding)));
  return { faults: faults.map((fault) => outcomeOf(fault, findings, deliveries)), others: others.map(otherOf) };
}

function outcomeOf(
  fault: PlantedFault,
  findings: readonly Finding[],
  deliveries: readonly SeenDelivery[],
): FaultOutcome {
  const { kind, amount, from, to } = fault;
  const told = findings.filter((one) => isOf(fault, one)).map(({ kind: by, tick }) => ({ by, tick }));
  const seen = deliveries.filter((one) => isSeen(fault, one)).map(({ outcome, tick }) => ({ by: outcome, tick }));
  const [first] = [...told, ...seen].sort((a, b) => a.tick - b.tick);
  const found = first && {
    by: first.by as NonNullable<FaultOutcome['found']>['by'],
    date: formatDay(first.tick),
    // The results of a day, or their absence, are seen on the day after.
    delayDays: first.tick - (from + 1),
  };
  return { fault: describeFault(fault), kind, amount, from: formatDay(from), to: formatDay(to), found: found ?? null };
}

/** Whether a finding is of a fault: about its days and its results, or about its source. */
function isOf(fault: PlantedFault, { kind, day, source, pool, series }: Finding): boolean {
  const { scope, from, to } = fault;
  const isSource = scope.source === undefined || scope.source === source;
  if (!isSource || day < from) return false;
  if (kind === 'silent') return (fault.kind === 'silent' || fault.kind === 'late') && day <= to;
  // Results that will be corrected look like a drop until then.
  if (!isOfResults(fault)) return fault.kind === 'correction' && day <= to + AFTERMATH;
  const isRule = scope.rule === undefined || scope.rule === pool?.ruleCode;
  const isDataset = scope.dataset === undefined || (series?.some((one) => one.datasetUuid === scope.dataset) ?? true);
  return isRule && isDataset && day <= to + AFTERMATH;
}

function isSeen({ kind, scope, from, to }: PlantedFault, { source, day, outcome }: SeenDelivery): boolean {
  const wanted = kind === 'duplicate' ? 'known' : kind === 'correction' ? 'replaced' : undefined;
  return outcome === wanted && day >= from && day <= to && (scope.source ?? source) === source;
}

function otherOf({ kind, tick, source, pool, series }: Finding): OtherFinding {
  return {
    kind,
    date: formatDay(tick),
    source,
    ...(pool && { ruleCode: pool.ruleCode, level: pool.level }),
    ...(series && { series: series.length }),
  };
}
