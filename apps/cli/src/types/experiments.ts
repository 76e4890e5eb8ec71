import * as z from 'zod';

import { count, day, flag, list, number, share, text } from './kinds.js';

const increase = number(z.number().min(0).max(100));
const between0and1 = number(z.number().gt(0).lt(1));
const positive = number(z.number().gt(0));

/** What the options of A/B tests may hold. */
export const EXPERIMENT_TYPES = {
  experiments: text,
  experimentName: text,
  control: text,
  treatment: list,
  mode: z.enum(['shadow', 'split']),
  share,
  alpha: number(z.number().gt(0).lt(0.5)),
  plannedDays: number(z.int().min(2).max(3660)),
  minDays: number(z.int().min(2).max(3660)),
  segmentBy: z.enum(['level', 'rule', 'dataset']),
  maxLatencyIncrease: increase,
  maxErrorIncrease: share,
  maxSegmentIncrease: increase,
  external: flag,
  units: z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(text).min(1)),
  experimentDay: day,
  rampDay: day,
  dryAssign: flag,
  outcomes: text,
  fromDay: day,
  toDay: day,
  replayHorizon: number(z.int().min(1).max(366)),
  experimentHtml: text,
  stopReason: text,
  effect: between0and1,
  power: between0and1,
  maxDays: count,
  baselineLoss: positive,
  dailySd: positive,
};
