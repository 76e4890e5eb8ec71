import { keepsAllNames, NAME_NOT_KEPT } from '@dqs/core';
// As a whole namespace, of which a bundler keeps what is used: programs load this file for their help.
import * as z from 'zod';

/**
 * What the options of a training may hold, their ranges and defaults: the one place that says it. Settings of programs are
 * made of its fields, such as `TRAIN_OPTIONS_SCHEMA.shape.horizon`.
 */
export const TRAIN_OPTIONS_SCHEMA = z.strictObject({
  spec: z.enum(['classic', 'extended', 'naive']).default('extended'),
  groups: z.array(z.union([z.string(), z.custom<object>((group) => typeof group === 'object')])).optional(),
  backend: z.string().default('lightgbm'),
  objective: z.enum(['cross-entropy', 'l2', 'l1']).optional(),
  params: z
    .unknown()
    .refine(keepsAllNames, NAME_NOT_KEPT)
    .pipe(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])))
    .default({}),
  rounds: z.int().min(1).max(100_000).optional(),
  halfLifeDays: z.number().min(0).optional(),
  earlyStopping: z.int().min(1).optional(),
  validationFraction: z.number().gt(0).lt(0.9).default(0.1),
  horizon: z.int().min(1).max(366).default(1),
  testFraction: z.number().min(0).lt(1).default(0.2),
  testFrom: z.int().optional(),
  refit: z.boolean().default(false),
  machines: z
    .strictObject({
      addresses: z.array(z.string().regex(/^[^\s:,=]+:\d{1,5}$/, 'expected host:port')).min(2),
      rank: z.int().min(0),
    })
    .refine(({ addresses, rank }) => rank < addresses.length, 'expected a rank below the number of machines')
    .optional(),
  seed: z.int().min(0).max(2_147_483_647).default(42),
  threads: z.int().min(0).max(1024).default(0),
});
