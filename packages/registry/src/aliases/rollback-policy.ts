import { DqsError } from '@dqs/core';

import type { Entry, Moved, Registered } from '../journal/entries.js';
import type { ModelJournal } from '../journal/named-journal.js';
import { rollback, rollbackTarget, stoodByOverride } from './rollback.js';

/** When a promotion is rolled back automatically. */
export interface RollbackPolicy {
  /** Forecasts with a known outcome required before anything is judged, 1 or more. @default 500 */
  readonly minimumSamples: number;
  /** How much greater the live error may be than the error measured before promotion: 1.25 allows a quarter. @default 1.25 */
  readonly tolerance: number;
  /** How much greater it may be than that of the previous version on the same days: 1.1 allows a tenth. @default 1.1 */
  readonly toleranceOverPrevious: number;
}

/** A request for live performance. */
export interface LiveRequest {
  readonly model: string;
  readonly alias: string;
  /** The live version. */
  readonly version: string;
  /** The version it replaced. */
  readonly previous: string;
  /** ISO 8601 time since which it has been live. */
  readonly since: string;
}

/** Performance of a live version. Missing numbers are null or NaN. Survives JSON. */
export interface LiveEvidence {
  /** Forecasts whose outcome is known. */
  readonly samples: number;
  /** Mean absolute error of the live version, in the unit of its validation error. */
  readonly error: number | null;
  /** Mean absolute error that the previous version would have made on the same samples. */
  readonly previousError: number | null;
  /** CRPS of the live version and that of the previous one on the same samples; missing where only points are known. */
  readonly crps?: number | null;
  readonly previousCrps?: number | null;
}

/** Source of live performance, supplied by monitoring. */
export interface LivePerformance {
  /** Undefined if nothing is known yet. */
  measure(request: LiveRequest): Promise<LiveEvidence | undefined>;
}

/** One condition of a rollback. */
export interface RollbackCheck {
  readonly name:
    | 'samples'
    | 'own validation error'
    | 'previous version'
    | 'own validation CRPS'
    | 'previous CRPS'
    | 'gates';
  /** True if the condition supports the rollback. */
  readonly isMet: boolean;
  readonly reason: string;
}

/** What the policy found. */
export interface RollbackDecision {
  /**
   * True only if there are enough samples and every condition on the error, or every one on the CRPS, is met; a number that
   * is missing never meets one.
   */
  readonly isDue: boolean;
  readonly checks: readonly RollbackCheck[];
}

/** The default {@link RollbackPolicy}. */
export const DEFAULT_ROLLBACK_POLICY: RollbackPolicy = {
  minimumSamples: 500,
  tolerance: 1.25,
  toleranceOverPrevious: 1.1,
};

/**
 * Whether a live version should be rolled back. It must be worse both than its validation error and than the previous
 * version on the same days: if the data became harder for every version, rolling back would not help. Where the CRPS is
 * known, being worse by it in both ways is reason enough too: points may stay right while ranges and odds go wrong.
 *
 * @param validation the version's own error and CRPS before promotion; null if they were not measured.
 */
export function judgeLive(
  policy: RollbackPolicy,
  evidence: LiveEvidence | undefined,
  validation: Measured | null,
): RollbackDecision {
  const { samples, error, previousError, crps, previousCrps } = evidence ?? NOTHING_KNOWN;
  const enough = samples >= policy.minimumSamples;
  const { minimumSamples, tolerance, toleranceOverPrevious } = policy;
  const onError = [
    exceeds('own validation error', 'error', error, validation?.error ?? null, tolerance),
    exceeds('previous version', 'error', error, previousError, toleranceOverPrevious),
  ];
  const onCrps = isNumber(crps)
    ? [
        exceeds('own validation CRPS', 'CRPS', crps, validation?.crps ?? null, tolerance),
        exceeds('previous CRPS', 'CRPS', crps, previousCrps ?? null, toleranceOverPrevious),
      ]
    : [];
  const isWorse = [onError, onCrps].some((checks) => checks.length > 0 && checks.every(({ isMet }) => isMet));
  const reason = `${samples} samples, at least ${minimumSamples} needed`;
  return { isDue: enough && isWorse, checks: [{ name: 'samples', isMet: enough, reason }, ...onError, ...onCrps] };
}

/** What was measured of a version before its promotion. */
interface Measured {
  readonly error: number | null;
  readonly crps?: number;
}

const NOTHING_KNOWN: LiveEvidence = { samples: 0, error: null, previousError: null };

function exceeds(
  name: RollbackCheck['name'],
  measure: 'error' | 'CRPS',
  error: number | null,
  reference: number | null,
  tolerance: number,
): RollbackCheck {
  if (!isNumber(error)) return { name, isMet: false, reason: `the live ${measure} is unknown` };
  if (!isNumber(reference))
    return { name, isMet: false, reason: `the ${measure} to compare with (${name}) is unknown` };
  const limit = tolerance * reference;
  const isMet = error > limit;
  const relation = isMet ? 'above' : 'not above';
  return {
    name,
    isMet,
    reason: `live ${measure} ${error.toFixed(3)} is ${relation} ${tolerance} × ${reference.toFixed(3)}`,
  };
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Result of checking a live version. */
export interface AutomaticRollback extends RollbackDecision {
  /** The journal entry of the rollback; null if nothing was undone. */
  readonly entry: Entry<Moved> | null;
}

/**
 * Checks the live performance of the version behind an alias and undoes its promotion if the policy requires it. It
 * undoes only promotions, never a rollback, and each only once, however many callers check at the same time. The
 * evidence is kept with the entry.
 *
 * @throws DqsError `invalid-argument` for an invalid policy.
 */
export async function rollbackIfWorse(
  journal: ModelJournal,
  request: {
    readonly alias: string;
    readonly by: string;
    readonly live: LivePerformance;
    readonly policy: RollbackPolicy;
  },
): Promise<AutomaticRollback> {
  const { alias, by, live, policy } = request;
  assertPolicy(policy);
  const state = await journal.state();
  const now = state.aliases[alias];
  const previous = rollbackTarget(state, alias);
  const summary = state.versions.find(({ version }) => version === now?.version);
  if (!now || !summary || now.how === 'rolled-back' || previous === undefined) {
    return { isDue: false, checks: [], entry: null };
  }
  if (stoodByOverride(now, previous)) {
    const reason = `${previous} was there by override only: a person must decide whether to roll back to it`;
    return { isDue: false, checks: [{ name: 'gates', isMet: false, reason }], entry: null };
  }
  const { body } = (await journal.entry(summary.entry)) as Entry<Registered>;
  const { model } = state;
  const evidence = await live.measure({ model, alias, version: now.version, previous, since: now.since });
  const decision = judgeLive(policy, evidence, body.facts.validation);
  if (!decision.isDue) return { ...decision, entry: null };
  const reason = decision.checks.map((check) => check.reason).join('; ');
  const { error: validationError, crps: validationCrps } = body.facts.validation ?? {};
  const kept = { ...evidence, validationError, validationCrps, policy };
  const entry = await rollback(journal, { alias, by, reason, undoes: now.entry, evidence: kept });
  return { ...decision, entry: entry ?? null };
}

function assertPolicy({ minimumSamples, tolerance, toleranceOverPrevious }: RollbackPolicy): void {
  if (minimumSamples >= 1 && tolerance >= 1 && toleranceOverPrevious >= 1) return;
  throw new DqsError(
    'invalid-argument',
    `expected a rollback policy with at least 1 sample and tolerances of 1 or more, ` +
      `got ${minimumSamples}, ${tolerance} and ${toleranceOverPrevious}`,
  );
}
