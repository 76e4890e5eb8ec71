import * as z from 'zod/mini';

import { flag, number, parameters, preprocess } from './kinds.js';

/** A limit that is switched off is null. */
const limits = preprocess(
  (value) => (isRecord(value) ? value : parameters.parse(value)),
  z.record(z.string(), z.union([z.number(), z.null()]), 'expected name=number, such as minSkill=0.1'),
);

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the options of gates and data checks may hold. */
export const VALIDATION_TYPES = {
  noGates: flag,
  limit: limits,
  validationFolds: number(z.int().check(z.gte(0), z.lte(1000))),
};
