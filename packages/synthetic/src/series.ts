import { dayOfWeek, type Random } from '@dqs/core';

/** A rule on an attribute runs several times a day, a rule on the dataset once. */
export type Level = 'ATTRIBUTE' | 'DATASET';

/** One dataset of a synthetic history. */
export interface SyntheticDataset {
  readonly uuid: string;
  readonly name: string;
  readonly records: number;
  /** Added to the log odds of a pass on Saturdays and Sundays. */
  readonly weekendEffect: number;
  /** Delivers nothing on Saturdays and Sundays. */
  readonly weekdaysOnly: boolean;
  /** Added to the log odds of every rule, by day: bad deliveries, shared by the rules of the dataset. */
  readonly shocks: Float64Array;
}

/** One series of a synthetic history: the probability of a pass, day by day. */
export interface SyntheticSeries {
  readonly dataset: SyntheticDataset;
  readonly ruleCode: string;
  readonly level: Level;
  readonly attribute: string;
  /** Probability of a pass by day; -1 on a day without results. */
  readonly passProbability: Float32Array;
}

const BAD_DELIVERY_RATE = 0.01;
const GAP_RATE = 0.01;
const LATE_START_RATE = 0.25;
const CONSTANT_RATE = 0.1;

/** A dataset with its own weekend effect, size and days of bad delivery. */
export function syntheticDataset(random: Random, index: number, days: number): SyntheticDataset {
  const shocks = new Float64Array(days);
  for (let day = 0; day < days; day += 1) {
    if (random.next() < BAD_DELIVERY_RATE) shocks[day] = -1 - 2 * random.next();
  }
  return {
    uuid: uuid(random),
    name: `dataset ${String(index + 1).padStart(3, '0')}`,
    records: 100 + random.integer(100_000),
    weekendEffect: random.next() < 0.3 ? -2.5 * random.next() : 0,
    weekdaysOnly: random.next() < 0.1,
    shocks,
  };
}

/** A rule on a dataset: level, drift, regimes, noise and gaps drawn from `random`. */
export function syntheticSeries(
  random: Random,
  dataset: SyntheticDataset,
  rule: { readonly code: string; readonly level: Level; readonly attribute: string },
  firstDay: number,
): SyntheticSeries {
  const days = dataset.shocks.length;
  const passProbability = new Float32Array(days).fill(-1);
  const start = random.next() < LATE_START_RATE ? random.integer(Math.ceil(days / 2)) : 0;
  const odds = logOdds(random, days);
  for (let day = 0; day < days; day += 1) {
    const isWeekend = dayOfWeek(firstDay + day) >= 5;
    const isGap = random.next() < GAP_RATE || (dataset.weekdaysOnly && isWeekend);
    if (day < start || (isGap && day > start)) continue;
    const shift = dataset.shocks[day]! + (isWeekend ? dataset.weekendEffect : 0);
    passProbability[day] = odds === undefined ? 1 : 1 / (1 + Math.exp(-(odds[day]! + shift)));
  }
  return { dataset, ruleCode: rule.code, level: rule.level, attribute: rule.attribute, passProbability };
}

/**
 * Log odds of a pass by day: a level, a slow drift, autocorrelated noise (first order, 0.8) and regimes that begin and
 * end at random days; undefined for a series that never fails.
 */
function logOdds(random: Random, days: number): Float64Array | undefined {
  if (random.next() < CONSTANT_RATE) return undefined;
  const odds = new Float64Array(days);
  const level = 2 + 1.6 * random.normal();
  const drift = (0.6 * random.normal()) / 365;
  const spread = 0.25 * random.next();
  let noise = 0;
  let regime = 0;
  for (let day = 0; day < days; day += 1) {
    if (random.next() < 0.004) regime = random.next() < 0.5 ? 0 : 3 * random.normal();
    noise = 0.8 * noise + spread * random.normal();
    odds[day] = level + drift * day + noise + regime;
  }
  return odds;
}

/** A version 4 UUID (RFC 9562) from a seeded stream. */
function uuid(random: Random): string {
  const hex = Array.from({ length: 4 }, () => random.nextUint32().toString(16).padStart(8, '0')).join('');
  const variant = '89ab'[random.integer(4)]!;
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join(
    '-',
  );
}
