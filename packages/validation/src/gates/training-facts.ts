import { formatDay, type GateCheck } from '@dqs/core';
import { z } from 'zod';

import { check, type LimitsOf } from './gate-report.js';

/** The data that a model learned from, and the data known now. Days since 1970-01-01. */
export interface TrainingFacts {
  /** First and last day and number of rows that the model learned from. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** First and last day that were known when it was trained. */
  readonly knownFrom: number;
  readonly knownTo: number;
  /** Last day of the history at hand; at least `knownTo` unless that is older. */
  readonly lastDay: number;
  /** Today, if the age of the data is to be judged. */
  readonly today?: number;
}

/** Limits of size and age of a training. */
export const TRAINING_LIMITS = {
  /** Rows a model must have learned from. */
  minTrainingRows: z.int().min(1).default(200),
  /** Days a model must have learned from. */
  minTrainingDays: z.int().min(1).default(28),
  /** Share of the days known at training that the model must have learned from. */
  minTrainingShare: z.number().min(0).max(1).default(0.4),
  /** Greatest number of days between the last day a model learned from and the last day of the history. */
  maxModelAgeDays: z.int().min(0).default(365),
  /** Greatest number of days between the last result and today; null only reports it. */
  maxDataAgeDays: z.int().min(0).nullable().default(null),
};

type Limits = LimitsOf<typeof TRAINING_LIMITS>;

/** Days after which an age is reported if no limit is set. */
const REMARK_DAYS = 45;

/** A model must have seen enough rows, over enough days, and most of the days there were. */
export function trainingSizeCheck(facts: TrainingFacts, limits: Limits): GateCheck {
  const name = 'training-size';
  const days = facts.to - facts.from + 1;
  const share = days / (facts.knownTo - facts.knownFrom + 1);
  const found = `learned from ${facts.rows} rows on ${days} days`;
  const figures = { value: facts.rows, threshold: limits.minTrainingRows };
  if (facts.rows < limits.minTrainingRows) {
    return check(name, 'fail', `${found}, expected at least ${limits.minTrainingRows} rows`, figures);
  }
  if (days < limits.minTrainingDays) {
    const figuresOfDays = { value: days, threshold: limits.minTrainingDays };
    return check(name, 'fail', `${found}, expected at least ${limits.minTrainingDays} days`, figuresOfDays);
  }
  if (share >= limits.minTrainingShare) return check(name, 'pass', found, figures);
  const reason = `${found}, which is ${Math.round(100 * share)} % of the days that were known; the rest was cut off`;
  return check(name, 'fail', reason, { value: share, threshold: limits.minTrainingShare });
}

/** Neither the model nor the history it forecasts from may be old. */
export function freshnessChecks(facts: TrainingFacts, limits: Limits): GateCheck[] {
  return [modelAge(facts, limits), dataAge(facts, limits)];
}

function modelAge({ to, lastDay }: TrainingFacts, { maxModelAgeDays }: Limits): GateCheck {
  const age = lastDay - to;
  const reason = `learned up to ${formatDay(to)}, ${age} days before the end of the history; ${maxModelAgeDays} are allowed`;
  return check('model-age', age <= maxModelAgeDays ? 'pass' : 'fail', reason, {
    value: age,
    threshold: maxModelAgeDays,
  });
}

function dataAge({ lastDay, today }: TrainingFacts, { maxDataAgeDays }: Limits): GateCheck {
  const name = 'data-age';
  if (today === undefined)
    return check(name, 'inconclusive', `the history ends on ${formatDay(lastDay)}; today is not known`);
  const age = today - lastDay;
  const found = `the last result is of ${formatDay(lastDay)}, ${age} days before ${formatDay(today)}`;
  const figures = { value: age, threshold: maxDataAgeDays };
  // A day of grace: in some time zone it is already tomorrow.
  if (age < -1)
    return check(name, maxDataAgeDays === null ? 'inconclusive' : 'fail', `${found}: it lies in the future`, figures);
  if (maxDataAgeDays === null) {
    const verdict = age <= REMARK_DAYS ? 'pass' : 'inconclusive';
    return check(name, verdict, `${found}; no limit is set (maxDataAgeDays)`, figures);
  }
  return check(name, age <= maxDataAgeDays ? 'pass' : 'fail', `${found}; ${maxDataAgeDays} are allowed`, figures);
}
