import * as z from 'zod/mini';

import { EXPECTED_NUMBER, flag, number, preprocess, record, splitParameters } from './kinds.js';

/** A limit that is switched off is null. */
const limits = preprocess(
  splitParameters,
  record(z.union([z.number(), z.null()], EXPECTED_NUMBER), 'expected name=number, such as minSkill=0.1'),
);

/** What the options of gates and data checks may hold. */
export const VALIDATION_TYPES = {
  noGates: flag,
  limit: limits,
  validationFolds: number(z.int().check(z.gte(0), z.lte(1000))),
};
