import { twoSharesPValue } from '../stats/count-tests.js';
import { CONTROL_ARM } from '../assignment/assigner.js';
import type { Comparison, Conclusion } from './comparison.js';
import type { GuardrailResult } from './guardrails.js';
import type { Observations } from './observations.js';
import type { SampleRatioCheck } from './sample-ratio.js';
import { LEAST_UNITS } from './split-comparison.js';

/** The verdict on one treatment. */
export type Verdict = 'treatment better' | 'control better' | 'inconclusive' | 'invalid';

/** A verdict with its reasons. */
export interface Judgement {
  readonly verdict: Verdict;
  /** The reasons, as sentences without a full stop; never empty. */
  readonly reasons: readonly string[];
  readonly concluded: Conclusion | null;
}

/** Evidence needed to call the records one-sided; small, because the verdict is `invalid`. */
const ALPHA = 0.001;

/**
 * The verdict: `invalid` if the records cannot be trusted, whatever they seem to show; `control better` if the loss, the
 * CRPS or a guardrail speaks conclusively for it; `treatment better` if the loss alone is conclusive; otherwise
 * `inconclusive`.
 */
export function judge(
  { primary, crps }: { readonly primary: Comparison; readonly crps: Comparison | null },
  guardrails: readonly GuardrailResult[],
  faults: readonly string[],
): Judgement {
  const { concluded } = primary;
  if (faults.length > 0) return { verdict: 'invalid', reasons: faults, concluded: null };
  const breaches = guardrails.filter(({ status }) => status === 'breached').map(breachText);
  if (breaches.length > 0) return { verdict: 'control better', reasons: breaches, concluded };
  if (concluded?.winner !== 'control' && crps?.concluded?.winner === 'control') {
    return { verdict: 'control better', reasons: [crpsText(crps.concluded)], concluded };
  }
  if (concluded === null) return { verdict: 'inconclusive', reasons: [nothingYet(primary)], concluded };
  const { winner, day, afterDays } = concluded;
  const reasons = [`the always-valid interval of the difference excluded 0 on ${day}, after ${afterDays} days`];
  return { verdict: winner === 'treatment' ? 'treatment better' : 'control better', reasons, concluded };
}

function crpsText({ day, afterDays }: Conclusion): string {
  return `the CRPS rose: the always-valid interval of its difference excluded 0 on ${day}, after ${afterDays} days`;
}

/** Reasons not to trust the records of a treatment. */
export function recordFaults(
  observations: Observations,
  treatment: string,
  checks: readonly SampleRatioCheck[],
  guardrails: readonly GuardrailResult[],
): string[] {
  const faults = checks.filter(({ isMismatch }) => isMismatch).map(mismatchText);
  const missing = oneSided(observations, treatment);
  if (missing !== undefined) faults.push(missing);
  for (const { name, status } of guardrails) {
    if (status === 'no data') faults.push(`the guardrail "${name}" has a limit, but no data was recorded for it`);
  }
  return faults;
}

function mismatchText({ from, units, shares, pValue }: SampleRatioCheck): string {
  const total = Object.values(units).reduce((sum, count) => sum + count, 0);
  const parts = Object.entries(units).map(
    ([arm, count]) => `${arm} ${percent(count / total)} instead of ${percent(shares[arm]!)}`,
  );
  return `units have not been divided as intended since ${from}: ${parts.join(', ')} of ${total} (chi-square p = ${pValue.toPrecision(2)})`;
}

/** If one arm lacks losses more often, the requests are selected and the result is biased. */
function oneSided({ requests }: Observations, treatment: string): string | undefined {
  const lacking: [number, number] = [0, 0];
  const totals: [number, number] = [0, 0];
  for (const { arms } of requests) {
    [CONTROL_ARM, treatment].forEach((arm, i) => {
      const outcome = arms[arm];
      if (outcome === undefined) return;
      totals[i]! += 1;
      if (outcome.loss === undefined) lacking[i]! += 1;
    });
  }
  if (twoSharesPValue(lacking, totals) >= ALPHA) return undefined;
  const text = (i: 0 | 1) => `${lacking[i]} of ${totals[i]}`;
  return `losses are missing more often on one side: control lacks ${text(0)}, ${treatment} ${text(1)}`;
}

function breachText({ name, limit, increase, segment }: GuardrailResult): string {
  const where = segment === undefined ? '' : ` (${segment})`;
  const by = increase === null ? '' : `: it rose by ${percent(increase)}`;
  return `the guardrail "${name}"${where} is breached${by}, certainly more than ${percent(limit)}`;
}

function nothingYet({ days, units, alwaysValid }: Comparison): string {
  if (alwaysValid === null) return 'there is nothing to compare yet';
  const fewest = units === null ? LEAST_UNITS : Math.min(units.control, units.treatment);
  if (fewest < LEAST_UNITS) return `an arm has only ${fewest} units, at least ${LEAST_UNITS} are needed`;
  return `after ${days} days the always-valid interval of the difference still contains 0`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
