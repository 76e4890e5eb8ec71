import * as z from 'zod/mini';

import { count, number, path } from './kinds.js';

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const BYTES: Readonly<Record<string, number>> = { kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };

/** A number above 0 with a unit, in the smallest of the units. */
const withUnit = (units: Readonly<Record<string, number>>, expected: string) =>
  z.pipe(
    z.string().check(z.refine((value) => Number.isFinite(amountOf(value, units)), expected)),
    z.transform((value) => amountOf(value, units)),
  );

/** `90s` in the smallest unit; NaN where it is no positive amount. */
function amountOf(value: string, units: Readonly<Record<string, number>>): number {
  const [, digits, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(value) ?? [];
  const amount = Number(digits) * (units[unit.toLowerCase()] ?? Number.NaN);
  return amount > 0 ? amount : Number.NaN;
}

/** What the options of hyperparameter search may hold. */
export const TUNING_TYPES = {
  strategy: z.enum(['tpe', 'gp', 'random', 'grid']),
  trials: number(z.int().check(z.gte(1), z.lte(100_000))),
  timeBudget: withUnit(MILLISECONDS, 'expected a duration such as 90s, 10m or 2h'),
  memoryBudget: withUnit(BYTES, 'expected a size such as 500MB or 2GB'),
  pruner: z.enum(['median', 'halving', 'none']),
  searchSpace: path,
  study: path,
  window: number(z.int().check(z.gte(1), z.lte(64))),
  tuningFolds: count,
};
