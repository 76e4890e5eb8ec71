import * as z from 'zod';

import { count, day, number, share, text } from './kinds.js';

/** What the options of synthetic histories may hold. */
export const GENERATING_TYPES = {
  rows: number(z.int().min(1).max(1_000_000_000)),
  datasets: count,
  rules: count,
  days: number(z.int().min(1).max(36_500)),
  executions: number(z.number().gt(0).max(10_000)),
  start: day,
  garbage: share,
  rulesOut: text,
};
