import { DqsError, keepsAllNames, NAME_NOT_KEPT, nearestName } from '@dqs/core';
import type { ExtendedGroup, SpecName } from '@dqs/features';
import { z } from 'zod';

import { trainingDefaults } from './defaults/training-defaults.js';

/** Options of training and backtest, after defaults. */
export interface TrainOptions {
  /** Feature spec. @default 'extended'; 'naive' for the backend naive */
  readonly spec: SpecName;
  /** Groups of the extended spec; all where undefined. */
  readonly groups?: readonly ExtendedGroup[];
  /** Model backend. @default 'lightgbm' */
  readonly backend: string;
  /** What the model minimises. @default what suits the backend: cross-entropy where it knows that */
  readonly objective: 'cross-entropy' | 'l2' | 'l1';
  /** Backend parameters, over the defaults of the spec. */
  readonly params: Readonly<Record<string, string | number | boolean>>;
  /** Boosting rounds; the spec's default where undefined. */
  readonly rounds?: number;
  /** Days after which a training row weighs half, 0 for no ageing; the spec's default where undefined. */
  readonly halfLifeDays?: number;
  /** Stop after that many rounds without improvement on the last training days; undefined for fixed rounds. */
  readonly earlyStopping?: number;
  /** Share of the training dates that early stopping watches. @default 0.1 */
  readonly validationFraction: number;
  /** Days from the last known result to the target. @default 1 */
  readonly horizon: number;
  /** Share of the dates, the last ones, kept for the test. @default 0.2 */
  readonly testFraction: number;
  /** First test day, days since 1970-01-01; wins over `testFraction`. */
  readonly testFrom?: number;
  /** Train once more on all days after the evaluation, and keep that model. @default false */
  readonly refit: boolean;
  /** Trains together with other machines, each of which is given the same panel and options. */
  readonly machines?: { readonly addresses: readonly string[]; readonly rank: number };
  /** @default 42 */
  readonly seed: number;
  /** Threads to use; 0 takes all cores. @default 0 */
  readonly threads: number;
}

/**
 * What the options of a training may hold, their ranges and defaults: the one place that says it. Settings of programs are
 * made of its fields, such as `TRAIN_OPTIONS_SCHEMA.shape.horizon`.
 */
export const TRAIN_OPTIONS_SCHEMA = z.strictObject({
  spec: z.enum(['classic', 'extended', 'naive']).default('extended'),
  groups: z.array(z.string()).optional(),
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

/**
 * Checks options and fills in the defaults.
 *
 * @throws DqsError `config-invalid` that lists every problem, with the nearest name of an unknown option.
 */
export function trainOptions(options: Partial<TrainOptions> = {}): TrainOptions {
  const spec = options.backend === 'naive' ? { spec: 'naive' } : {};
  const result = TRAIN_OPTIONS_SCHEMA.safeParse({ ...spec, ...withoutUndefined(options) });
  if (result.success) {
    const { backend, spec } = result.data;
    return { objective: trainingDefaults(backend, spec).objective, ...result.data } as TrainOptions;
  }
  const problems = result.error.issues.map(describeIssue);
  throw new DqsError('config-invalid', `the training options do not fit: ${problems.join('; ')}`, {
    details: { problems },
  });
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys') return `${issue.path.join('.')}: ${issue.message}`;
  const known = Object.keys(TRAIN_OPTIONS_SCHEMA.shape);
  return issue.keys
    .map((key) => {
      const nearest = nearestName(key, known);
      return `"${key}" is no option${nearest ? `, did you mean "${nearest}"?` : ''}`;
    })
    .join('; ');
}

function withoutUndefined(options: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
