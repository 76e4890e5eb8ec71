import { DqsError, nearestName } from '@dqs/core';
import type { ExtendedGroup, SpecName } from '@dqs/features';
import type { z } from 'zod';

import { trainingDefaults } from './defaults/training-defaults.js';
import { TRAIN_OPTIONS_SCHEMA } from './options-schema.js';

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
