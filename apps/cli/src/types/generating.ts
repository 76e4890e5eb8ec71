import * as z from 'zod/mini';

import { count, day, number, path, share } from './kinds.js';

/** What the options of synthetic histories may hold. */
export const GENERATING_TYPES = {
  rows: number(z.int().check(z.gte(1), z.lte(1_000_000_000))),
  datasets: count,
  rules: count,
  days: number(z.int().check(z.gte(1), z.lte(36_500))),
  executions: number(z.number().check(z.gt(0), z.lte(10_000))),
  start: day,
  garbage: share,
  rulesOut: path,
};
