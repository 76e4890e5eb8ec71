import * as z from 'zod/mini';

import { count, day, flag, number, path, paths, preprocess, share, text } from './kinds.js';

const increase = number(z.number().check(z.gte(0), z.lte(100)));
const between0and1 = number(z.number().check(z.gt(0), z.lt(1)));
const positive = number(z.number().check(z.gt(0)));

/** What the options of A/B tests may hold. */
export const EXPERIMENT_TYPES = {
  experiments: path,
  experimentName: text,
  control: path,
  treatment: paths,
  mode: z.enum(['shadow', 'split']),
  share,
  alpha: number(z.number().check(z.gt(0), z.lt(0.5))),
  plannedDays: number(z.int().check(z.gte(2), z.lte(3660))),
  minDays: number(z.int().check(z.gte(2), z.lte(3660))),
  segmentBy: z.enum(['level', 'rule', 'dataset']),
  maxLatencyIncrease: increase,
  maxErrorIncrease: share,
  maxSegmentIncrease: increase,
  external: flag,
  units: preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(text).check(z.minLength(1))),
  experimentDay: day,
  rampDay: day,
  dryAssign: flag,
  outcomes: path,
  fromDay: day,
  toDay: day,
  replayHorizon: number(z.int().check(z.gte(1), z.lte(366))),
  experimentHtml: path,
  stopReason: text,
  effect: between0and1,
  power: between0and1,
  maxDays: count,
  baselineLoss: positive,
  dailySd: positive,
};
