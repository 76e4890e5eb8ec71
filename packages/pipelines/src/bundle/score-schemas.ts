import { z } from 'zod';

import { SEGMENT_KINDS } from '../evaluate/segments.js';

const COUNT = z.int().min(0);
const COVERAGE = z.looseObject({ share: z.number(), low: z.number(), high: z.number() });
const DISTRIBUTION_SCORES = z.looseObject({
  mae: z.number(),
  rmse: z.number(),
  crps: z.number(),
  logScore: z.number(),
  intervalScore80: z.number(),
  intervalScore95: z.number(),
  coverage80: COVERAGE,
  coverage95: COVERAGE,
});
const DISTRIBUTION = z.looseObject({
  model: DISTRIBUTION_SCORES,
  naive: z.record(z.string(), DISTRIBUTION_SCORES),
  bestNaive: z.string(),
  skill: z.number().nullable(),
});
const ERRORS = z.looseObject({ mae: z.number(), rmse: z.number(), bias: z.number(), logLoss: z.number().optional() });

/** The scores of a segment in a manifest; what older versions did not measure may be missing. */
export const SEGMENT_SCORES = z.looseObject({
  segment: z.string(),
  kind: z.enum(SEGMENT_KINDS).optional(),
  rows: COUNT,
  model: ERRORS,
  naive: z.record(z.string(), ERRORS),
  bestNaive: z.string(),
  skill: z.number().nullable(),
  distribution: DISTRIBUTION.optional(),
});

const BIN = z.looseObject({
  from: z.number(),
  to: z.number(),
  rows: COUNT,
  forecast: z.number(),
  observed: z.number(),
  low: z.number(),
  high: z.number(),
});
const CALIBRATION_OF_ONE = z.looseObject({
  reliability: z.array(BIN),
  calibrationError: z.number(),
  pitHistogram: z.array(COUNT),
});

/** The calibration of a model and of the naive distributions in a manifest. */
export const CALIBRATION = z.looseObject({
  target: z.number(),
  pitBand: z.looseObject({ low: z.number(), high: z.number() }),
  model: CALIBRATION_OF_ONE,
  naive: z.record(z.string(), CALIBRATION_OF_ONE),
});
