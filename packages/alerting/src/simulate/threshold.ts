import { didYouMean, DqsError, MS_PER_DAY } from '@dqs/core';

import { compileCondition, type Condition } from '../expressions/compile.js';
import { parseExpression, type Expression } from '../expressions/parse.js';
import type { TickFacts } from '../facts/facts.js';
import type { Policy, Rule } from '../policy/policy.js';
import type { ReplayOptions } from './replay.js';
import { simulate } from './simulate.js';

const DAYS_PER_WEEK = 7;
/** z of a two-sided band of 95 %. */
const Z_95 = 1.96;

/** The threshold that keeps pages within a number a week. */
export interface ThresholdProposal {
  readonly rule: string;
  /** The fact that is compared, such as `p_below_target`. */
  readonly fact: string;
  readonly threshold: number;
  readonly present: number;
  /** Pages a week that it would have wanted, before any budget. */
  readonly pagesPerWeek: number;
  readonly limit: number;
  /** Whether some threshold keeps the limit. */
  readonly isKept: boolean;
  /** Pages of the next `days` days: where 95 of 100 such spans lie, by how the weeks before differed. */
  readonly band: { readonly low: number; readonly high: number; readonly days: number };
  /** What other thresholds would have wanted, those that were tried, in ascending order. */
  readonly tried: readonly { readonly threshold: number; readonly pagesPerWeek: number }[];
}

/** What is proposed for. */
export interface ThresholdOptions extends ReplayOptions {
  /** Id of the rule; its `when` compares a share with a number. */
  readonly rule: string;
  /** Pages a week, before any budget. */
  readonly pagesPerWeek: number;
  /** Days that the band is for. @default 30 */
  readonly days?: number;
}

/**
 * The least threshold with which a rule would have wanted so many pages a week at most, to a hundredth. Budgets are left out
 * of account, as they would keep any limit. `clear` moves with it.
 *
 * @throws DqsError `invalid-argument` if there is no such rule or its `when` compares no share with a number.
 */
export function proposeThreshold(
  policy: Policy,
  days: readonly TickFacts[],
  options: ThresholdOptions,
): ThresholdProposal {
  const { rule: id, pagesPerWeek: limit, days: ahead = 30, ...replayed } = options;
  const rule = policy.rules.find((one) => one.id === id);
  if (!rule) {
    throw new DqsError(
      'invalid-argument',
      `expected the id of a rule, got "${id}"${didYouMean(
        id,
        policy.rules.map((one) => one.id),
      )}`,
    );
  }
  const { fact, value: present } = thresholdOf(rule);
  const tried = new Map<number, readonly number[]>();
  const weeks =
    days.length === 0
      ? 0
      : Math.max(1 / DAYS_PER_WEEK, (days.at(-1)!.at - days[0]!.at + MS_PER_DAY) / (DAYS_PER_WEEK * MS_PER_DAY));
  const rateOf = (hundredths: number): number => {
    let wanted = tried.get(hundredths);
    if (wanted === undefined) {
      wanted = simulate(withThreshold(policy, rule, hundredths / 100), days, replayed).wantedAt;
      tried.set(hundredths, wanted);
    }
    return weeks === 0 ? 0 : wanted.length / weeks;
  };
  const chosen = leastThat(1, 100, (hundredths) => rateOf(hundredths) <= limit);
  const rate = rateOf(chosen);
  return {
    rule: id,
    fact,
    threshold: chosen / 100,
    present,
    pagesPerWeek: rate,
    limit,
    isKept: rate <= limit,
    band: { ...bandOf(tried.get(chosen)!, days, weeks, ahead), days: ahead },
    tried: [...tried]
      .map(([hundredths, wanted]) => ({
        threshold: hundredths / 100,
        pagesPerWeek: weeks === 0 ? 0 : wanted.length / weeks,
      }))
      .sort((a, b) => a.threshold - b.threshold),
  };
}

/** The least number of a range for which something holds, by bisection; the last one if for none. */
function leastThat(from: number, to: number, holds: (value: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * How many pages the next days may have: the mean of the weeks before, with their spread where it is more than that of
 * chance alone (Poisson), and with the uncertainty of the mean itself. Half a page is added to the count, so that a span
 * without any does not promise none.
 */
function bandOf(
  wantedAt: readonly number[],
  days: readonly TickFacts[],
  weeks: number,
  ahead: number,
): { readonly low: number; readonly high: number } {
  if (weeks === 0) return { low: 0, high: 0 };
  const counts = weeklyCounts(wantedAt, days[0]!.at, Math.max(1, Math.floor(weeks)));
  const mean = wantedAt.length / weeks;
  const variance =
    counts.length < 2 ? mean : counts.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (counts.length - 1);
  const spread = mean === 0 ? 1 : Math.max(1, variance / mean);
  const span = ahead / DAYS_PER_WEEK;
  const expected = ((wantedAt.length + 0.5) / weeks) * span;
  const half = Z_95 * Math.sqrt(spread * expected * (1 + span / weeks));
  return { low: Math.max(0, Math.floor(mean * span - half)), high: Math.ceil(expected + half) };
}

function weeklyCounts(times: readonly number[], from: number, weeks: number): readonly number[] {
  const counts = new Array<number>(weeks).fill(0);
  for (const at of times) {
    const week = Math.floor((at - from) / (DAYS_PER_WEEK * MS_PER_DAY));
    if (week >= 0 && week < weeks) counts[week]! += 1;
  }
  return counts;
}

/** The policy with another threshold in a rule, without budgets. */
function withThreshold(policy: Policy, rule: Rule, value: number): Policy {
  const before = thresholdOf(rule);
  const when = replaced(rule.when, rule, before, value);
  const clear = rule.clear && clearWith(rule.clear, rule, before, value);
  const rules = policy.rules.map((one) => (one.id === rule.id ? { ...rule, when, clear } : one));
  return { ...policy, rules, budgets: [] };
}

/** `clear` keeps its distance. */
function clearWith(clear: Condition, rule: Rule, { fact, value: before }: Threshold, value: number): Condition {
  const own = findThreshold(clear.text, fact);
  return own === undefined ? clear : replaced(clear, rule, own, Math.max(0, value - (before - own.value)));
}

/** A number in a policy, and where it stands. Survives JSON. */
export interface WrittenThreshold {
  /** In [0, 1]. */
  readonly value: number;
  /** As it is written: `0.6`, `60 %`. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** From which odds a rule warns, and under which it is good again. Survives JSON. */
export interface RuleThresholds {
  readonly rule: string;
  /** The fact that is compared, such as `p_below_target`. */
  readonly fact: string;
  readonly warn: WrittenThreshold;
  /** Null where it is good again as soon as `when` does not hold, or where `clear` compares something else. */
  readonly clear: WrittenThreshold | null;
}

/** The thresholds of the rules of a policy that look at forecasts, in their order, and where they stand. */
export function thresholdsOf({ rules }: Pick<Policy, 'rules'>): readonly RuleThresholds[] {
  return rules.flatMap((rule) => {
    const warn = rule.isForecast ? findThreshold(rule.when.text, FORECAST_SHARE) : undefined;
    if (warn === undefined) return [];
    const clear = rule.clear && findThreshold(rule.clear.text, warn.fact);
    return [
      {
        rule: rule.id,
        fact: warn.fact,
        warn: written(rule.when.text, warn, rule.placesOf.when),
        clear: clear === undefined ? null : written(rule.clear!.text, clear, rule.placesOf.clear),
      },
    ];
  });
}

function written(text: string, { value, at, end }: Threshold, placeOf: Rule['placesOf']['when']): WrittenThreshold {
  return { value, text: text.slice(at, end), ...placeOf(at) };
}

interface Threshold {
  readonly fact: string;
  readonly value: number;
  readonly at: number;
  readonly end: number;
}

function replaced({ text }: Condition, { level }: Rule, { at, end }: Threshold, value: number): Condition {
  const condition = compileCondition(text.slice(0, at) + String(Number(value.toFixed(6))) + text.slice(end), level);
  if ('problem' in condition)
    throw new DqsError('internal', `expected a condition with another number, got: ${condition.problem}`);
  return condition;
}

function thresholdOf({ id, when }: Rule): Threshold {
  const found = findThreshold(when.text);
  if (found) return found;
  throw new DqsError(
    'invalid-argument',
    `expected rule ${id} to compare a share with a number, such as p_below_target >= 0.6, got ${when.text}`,
  );
}

const FORECAST_SHARE = 'p_below_target';
const SHARES = ['p_below_target', 'error_share'];

/** The first comparison of a share with a number from above. */
function findThreshold(text: string, name?: string): Threshold | undefined {
  const tree = parseExpression(text);
  return 'problem' in tree ? undefined : search(tree, name === undefined ? SHARES : [name]);
}

function search(tree: Expression, names: readonly string[]): Threshold | undefined {
  if (tree.kind === 'not') return search(tree.operand, names);
  if (tree.kind !== 'binary') return undefined;
  const { left, right } = tree;
  if (left.kind === 'name' && names.includes(left.name) && right.kind === 'number') {
    const value = right.unit === '%' ? right.value / 100 : right.value;
    return { fact: left.name, value, at: right.at, end: right.end };
  }
  return search(left, names) ?? search(right, names);
}
