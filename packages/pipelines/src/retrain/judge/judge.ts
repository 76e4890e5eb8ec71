import type { GateCheck } from '@dqs/core';
import { compareByDay } from '@dqs/core/stats';
import { check, said } from '@dqs/validation';

import type { Gates } from '../policy/policy.js';
import type { Verdict } from '../state.js';
import { betterCheck } from './better.js';
import { dailyDifferences, meanOf, type PairedRows } from './losses.js';
import { segmentChecks } from './segments.js';

/** What was measured of a challenger. */
export interface ChallengerEvidence {
  /** A rolling-origin backtest of its recipe on the champion's own days, beside what the champion forecast for them. */
  readonly rows: PairedRows;
  /** Checks of the model by itself: gates of its training, constant forecasts. Only a failure counts. */
  readonly checks: readonly GateCheck[];
  /** Milliseconds of a forecast; NaN if it was not measured. */
  readonly latencyMs: number;
  readonly bytes: number;
}

/** A verdict with its grounds. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly checks: readonly GateCheck[];
}

/**
 * The verdict on a challenger: `reject` if any check fails, `inconclusive` if what has to be shown was not, else `accept`.
 *
 * @param gates undefined where the policy sets none: nothing passes.
 */
export function judgeChallenger(gates: Gates | undefined, evidence: ChallengerEvidence): Judgement {
  if (gates === undefined) {
    const reason = 'the policy sets no thresholds, so nothing is good enough: add gates to it';
    return { verdict: 'reject', checks: [check('thresholds', 'fail', reason)] };
  }
  const { rows, latencyMs, bytes } = evidence;
  const shown = [
    betterCheck(rows, gates.better),
    skillCheck(rows, gates.naiveSkill),
    ...(gates.segments ? segmentChecks(rows, gates.segments) : []),
    ...atMost('latency', 'ms', latencyMs, gates.mostLatencyMs),
    ...atMost('size', 'bytes', bytes, gates.mostBytes),
  ];
  const alone = evidence.checks.filter(({ name }) => gates.constant || name !== 'constant-forecasts');
  const checks = [...shown, ...alone];
  if (checks.some(({ verdict }) => verdict === 'fail')) return { verdict: 'reject', checks };
  return { verdict: shown.every(({ verdict }) => verdict === 'pass') ? 'accept' : 'inconclusive', checks };
}

/**
 * The verdict after days in the shadow, on which both forecast the same: `reject` if the challenger turned out worse or no
 * better than naive, `inconclusive` without a day to look at. Below 14 days `compareByDay` finds nothing worse.
 */
export function judgeShadow({ better, naiveSkill }: Gates, rows: PairedRows): Judgement {
  const differences = dailyDifferences(rows);
  const found = compareByDay(differences, { confidence: 1 - better.level });
  const isWorse = found.verdict === 'worse';
  const verdict = differences.days === 0 ? 'inconclusive' : isWorse ? 'fail' : 'pass';
  const reason = isWorse ? found.reason : `not found worse on ${differences.days} days: ${found.reason}`;
  const checks = [
    check('shadow', verdict, reason, { value: found.difference.mean, threshold: 0 }),
    skillCheck(rows, naiveSkill),
  ];
  if (verdict === 'inconclusive') return { verdict, checks };
  return { verdict: checks.some((one) => one.verdict === 'fail') ? 'reject' : 'accept', checks };
}

/** Days that skill is asked of: the last ones, for which the recipe has learned from nearly all that is known now. */
const SKILL_DAYS = 28;

function skillCheck({ day, challenger, naive }: PairedRows, above: number): GateCheck {
  const first = day.reduce((last, one) => Math.max(last, one), -Infinity) - SKILL_DAYS + 1;
  const recent = day.map((_, row) => row).filter((row) => day[row]! >= first);
  const [error, best] = [meanOf(challenger, recent), meanOf(naive, recent)];
  const skill = 1 - error / best;
  const figures = { value: skill, threshold: above };
  if (Number.isNaN(skill)) return check('naive-skill', 'inconclusive', 'there is nothing to compare', figures);
  const errors = `MAE ${error.toFixed(3)}, that of the best naive forecast ${best.toFixed(3)}`;
  const reason = `${errors} on the last ${SKILL_DAYS} days: skill ${skill.toFixed(3)}`;
  return check('naive-skill', skill > above ? 'pass' : 'fail', reason, figures);
}

function atMost(name: string, unit: string, value: number, most: number | undefined): GateCheck[] {
  if (most === undefined) return [];
  const reason = `${said(value, 3)} ${unit}, ${most} are allowed`;
  const verdict = Number.isNaN(value) ? 'inconclusive' : value <= most ? 'pass' : 'fail';
  return [check(name, verdict, reason, { value, threshold: most })];
}
