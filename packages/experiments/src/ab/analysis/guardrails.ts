import { meanVarianceInflation, quantile, serialCorrelation } from '@dqs/core/stats';

import { CONTROL_ARM } from '../assignment/assigner.js';
import type { Guardrails } from '../definition/experiment.js';
import type { ArmOutcome } from '../definition/records.js';
import { bettingInterval } from '../stats/betting.js';
import { moments } from '../stats/moments.js';
import { finiteOrNull, type JudgingRules } from './comparison.js';
import type { ObservedRequest } from './observations.js';
import { bySegment, compare, type DesignRows } from './segments.js';

/** Whether a limit is met. Intervals are always-valid, so a guardrail may be watched daily. */
export interface GuardrailResult {
  readonly name: 'latency' | 'error rate' | 'worst segment';
  /** Greatest increase allowed; a share of the control's value, for the error rate a difference of shares. */
  readonly limit: number;
  /** The increase so far, in the same terms; null if there is no data. */
  readonly increase: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /**
   * `breached`: the limit is certainly exceeded. `held`: it is certainly met. `inconclusive`: neither yet. `no data`:
   * nothing was recorded to judge it by.
   */
  readonly status: 'breached' | 'held' | 'inconclusive' | 'no data';
  /** For the worst segment: its name. */
  readonly segment?: string;
}

const LATENCY_QUANTILE = 0.95;

/** Checks every guardrail that has a limit. */
export function checkGuardrails(
  limits: Guardrails,
  requests: readonly ObservedRequest[],
  treatment: string,
  given: DesignRows,
  rules: JudgingRules,
): GuardrailResult[] {
  const { latencyIncrease, errorRateIncrease, segmentLossIncrease } = limits;
  const results: GuardrailResult[] = [];
  if (latencyIncrease !== undefined) {
    const ratios = daily(requests, treatment, latencyRatio);
    results.push(judge('latency', latencyIncrease, ratios, rules, (logRatio) => Math.exp(logRatio) - 1));
  }
  if (errorRateIncrease !== undefined) {
    const increases = daily(requests, treatment, errorIncrease);
    results.push(judge('error rate', errorRateIncrease, increases, rules, (increase) => increase));
  }
  if (segmentLossIncrease !== undefined) results.push(worstSegment(segmentLossIncrease, given, rules));
  return results;
}

/** One figure per day from both arms; days without data of either arm have none. */
function daily(
  requests: readonly ObservedRequest[],
  treatment: string,
  figure: (control: readonly ArmOutcome[], treated: readonly ArmOutcome[]) => number,
): number[] {
  const days = new Map<number, { control: ArmOutcome[]; treated: ArmOutcome[] }>();
  for (const { day, arms } of requests) {
    let both = days.get(day);
    if (!both) days.set(day, (both = { control: [], treated: [] }));
    const [control, treated] = [arms[CONTROL_ARM], arms[treatment]];
    if (control) both.control.push(control);
    if (treated) both.treated.push(treated);
  }
  return [...days.values()]
    .map(({ control, treated }) => figure(control, treated))
    .filter((value) => Number.isFinite(value));
}

/** Logarithm of treatment over control, so that twice as slow and twice as fast are equally far from no change. */
function latencyRatio(control: readonly ArmOutcome[], treated: readonly ArmOutcome[]): number {
  const tail = (arm: readonly ArmOutcome[]) =>
    quantile(
      arm.flatMap(({ latencyMs }) => (latencyMs === undefined ? [] : [latencyMs])),
      LATENCY_QUANTILE,
    );
  return Math.log(tail(treated) / tail(control));
}

function errorIncrease(control: readonly ArmOutcome[], treated: readonly ArmOutcome[]): number {
  const rate = (arm: readonly ArmOutcome[]) => arm.filter(({ failed }) => failed === true).length / arm.length;
  return rate(treated) - rate(control);
}

function judge(
  name: GuardrailResult['name'],
  limit: number,
  values: readonly number[],
  { alpha }: JudgingRules,
  terms: (value: number) => number,
): GuardrailResult {
  if (values.length === 0) return { name, limit, increase: null, low: null, high: null, status: 'no data' };
  const { mean } = moments(values);
  const interval = bettingInterval(values, meanVarianceInflation(serialCorrelation(values)), alpha);
  const [low, high] = [terms(interval.low), terms(interval.high)];
  return {
    name,
    limit,
    increase: terms(mean),
    low: finiteOrNull(low),
    high: finiteOrNull(high),
    status: statusOf(low, high, limit),
  };
}

/** Each segment's interval is widened for their number (Bonferroni), so that all hold at once. */
function worstSegment(limit: number, given: DesignRows, rules: JudgingRules): GuardrailResult {
  const segments = bySegment(given);
  const strict = { ...rules, alpha: rules.alpha / Math.max(1, segments.size) };
  const results = [...segments].flatMap(([segment, rows]) => {
    const { control, relative, alwaysValid } = compare(rows, strict);
    if (control === null || control <= 0 || relative === null || alwaysValid === null) return [];
    const low = (alwaysValid.low ?? Number.NEGATIVE_INFINITY) / control;
    const high = (alwaysValid.high ?? Number.POSITIVE_INFINITY) / control;
    return [{ segment, increase: relative, low, high }];
  });
  if (results.length === 0) {
    return { name: 'worst segment', limit, increase: null, low: null, high: null, status: 'no data' };
  }
  // A segment that is certainly harmed comes before one that only looks worse.
  const isWorse = (a: Increase, b: Increase) => (a.low === b.low ? a.increase > b.increase : a.low > b.low);
  const worst = results.reduce((a, b) => (isWorse(b, a) ? b : a));
  const highest = Math.max(...results.map(({ high }) => high));
  const { segment, increase, low } = worst;
  const status = statusOf(low, highest, limit);
  return {
    name: 'worst segment',
    limit,
    increase,
    low: finiteOrNull(low),
    high: finiteOrNull(worst.high),
    status,
    segment,
  };
}

interface Increase {
  readonly increase: number;
  readonly low: number;
}

function statusOf(low: number, high: number, limit: number): GuardrailResult['status'] {
  if (low > limit) return 'breached';
  return high <= limit ? 'held' : 'inconclusive';
}
