import { keepsAllNames, NAME_NOT_KEPT } from '@dqs/core';
// zod/mini, as a whole namespace of which a bundler keeps what is used: programs load this file for their help.
import * as z from 'zod/mini';

const ROUNDS = z.optional(z.int().check(z.gte(1), z.lte(100_000)));
const PARAMS = z._default(
  z.pipe(
    z.unknown().check(z.refine(keepsAllNames, NAME_NOT_KEPT)),
    z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  ),
  {},
);

/**
 * The options of a training, their ranges and defaults: the single declaration. Settings of programs are
 * made of its fields, such as `TRAIN_OPTIONS_SCHEMA.shape.horizon`.
 */
export const TRAIN_OPTIONS_SCHEMA = z.strictObject({
  spec: z._default(z.enum(['classic', 'extended', 'naive']), 'extended'),
  groups: z.optional(z.array(z.union([z.string(), z.custom<object>((group) => typeof group === 'object')]))),
  backend: z._default(z.string(), 'lightgbm'),
  objective: z.optional(z.enum(['cross-entropy', 'l2', 'l1'])),
  params: PARAMS,
  rounds: ROUNDS,
  thresholds: z._default(z.strictObject({ rounds: ROUNDS, params: PARAMS }), { params: {} }),
  halfLifeDays: z.optional(z.number().check(z.gte(0))),
  earlyStopping: z.optional(z.int().check(z.gte(1))),
  validationFraction: z._default(z.number().check(z.gt(0), z.lt(0.9)), 0.1),
  horizon: z._default(z.int().check(z.gte(1), z.lte(366)), 1),
  testFraction: z._default(z.number().check(z.gte(0), z.lt(1)), 0.2),
  testFrom: z.optional(z.int()),
  pointOnly: z._default(z.boolean(), false),
  refit: z._default(z.boolean(), false),
  sample: z._default(z.union([z.literal('auto'), z.number().check(z.gt(0), z.lte(1))]), 1),
  machines: z.optional(
    z
      .strictObject({
        addresses: z
          .array(z.string().check(z.regex(/^[^\s:,=]+:\d{1,5}$/, 'expected host:port')))
          .check(z.minLength(2)),
        rank: z.int().check(z.gte(0)),
      })
      .check(
        z.refine(({ addresses, rank }) => rank < addresses.length, 'expected a rank below the number of machines'),
      ),
  ),
  seed: z._default(z.int().check(z.gte(0), z.lte(2_147_483_647)), 42),
  threads: z._default(z.int().check(z.gte(0), z.lte(1024)), 0),
});
