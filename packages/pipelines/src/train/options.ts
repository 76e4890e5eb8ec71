import { invalidOptions, optionProblem, unknownOption } from '@dqs/core';
import type { CustomGroup, ExtendedGroup, GroupWithParameter, SpecName } from '@dqs/features';
import { describeBackend } from '@dqs/model-backends';

import { NEAR_DAYS } from '../forecast/distribution/distribution-model.js';
import { TRAIN_OPTIONS_SCHEMA } from './options-schema.js';

/** Options of a training or a backtest; {@link trainOptions} fills in those that are left out. */
export interface TrainOptions {
  /** Feature spec. @default 'extended'; 'naive' for the backend naive */
  readonly spec?: SpecName;
  /**
   * Groups of the extended spec, `EXTENDED_GROUPS` if undefined, and custom groups: `[...EXTENDED_GROUPS, mine]`. Those of the
   * calendar have to be named: `[...EXTENDED_GROUPS, 'quarter', { group: 'holidays', country: 'DE' }]`.
   */
  readonly groups?: readonly (ExtendedGroup | GroupWithParameter | CustomGroup)[];
  /** Model backend. @default 'lightgbm' */
  readonly backend?: string;
  /** The loss that the model minimises. @default cross-entropy if the backend has it, else its own */
  readonly objective?: 'cross-entropy' | 'l2' | 'l1';
  /** Parameters of the backend in its own names, over its defaults. @default none */
  readonly params?: Readonly<Record<string, string | number | boolean>>;
  /** Boosting rounds. @default what suits backend and spec */
  readonly rounds?: number;
  /**
   * Rounds and parameters of the threshold model, which learns whether a day reaches a level, in the backend's names over its
   * defaults. No effect where no distribution is learned.
   *
   * @default as many rounds as suit it, but no more than `rounds`; no parameters
   */
  readonly thresholds?: {
    readonly rounds?: number;
    readonly params?: Readonly<Record<string, string | number | boolean>>;
  };
  /** Days after which a training row weighs half, 0 for no ageing. @default what suits backend and spec */
  readonly halfLifeDays?: number;
  /** Stop after that many rounds without improvement on the last training days; undefined for fixed rounds. */
  readonly earlyStopping?: number;
  /** Share of the training dates that early stopping watches. @default 0.1 */
  readonly validationFraction?: number;
  /** Days from the last known result to the target. @default 1 */
  readonly horizon?: number;
  /** Share of the dates, the last ones, kept for the test. @default 0.2 */
  readonly testFraction?: number;
  /** First test day, days since 1970-01-01; wins over `testFraction`. */
  readonly testFrom?: number;
  /**
   * No distribution of experts beside the model of the mean: forecasts are Binomial, and training takes a part of the time. Only
   * the spec `extended` and objectives of the mean learn a distribution.
   *
   * @default false
   */
  readonly pointOnly?: boolean;
  /** Train once more on all days after the evaluation, and keep that model. @default false */
  readonly refit?: boolean;
  /**
   * Share of the training rows that is learned from, above 0 and up to 1, chosen by series and day; the newest weeks and failing series
   * are kept whole, and the rows that stay weigh as much as those that they stand for. `auto` takes the smallest share whose
   * error on the last training days is within 1 % of what its trend promises of all rows.
   *
   * @default 1
   */
  readonly sample?: number | 'auto';
  /** Trains together with other machines, each of which is given the same panel and options. */
  readonly machines?: { readonly addresses: readonly string[]; readonly rank: number };
  /** @default 42 */
  readonly seed?: number;
  /** Threads to use; 0 takes all cores. @default 0 */
  readonly threads?: number;
}

/** Options that may stay undefined: their step is then left out. */
type OptionalOption = 'groups' | 'earlyStopping' | 'testFrom' | 'machines';

/**
 * A training with everything decided but what only its rows can tell: which defaults `params` lie over, for which
 * `paramsFor` needs their number. Plain data, so that it can be sent to a worker.
 */
export type ResolvedTrainOptions = Required<Omit<TrainOptions, OptionalOption | 'thresholds'>> &
  Pick<TrainOptions, OptionalOption> & {
    readonly thresholds: NonNullable<TrainOptions['thresholds']> & Required<Pick<TrainOptions, 'params'>>;
  };

/**
 * Checks options and decides all that they leave open, for every training, backtest and search.
 *
 * @throws DqsError `invalid-argument` that lists every problem, with the nearest name of an unknown option;
 * `model-backend-unknown`.
 */
export function trainOptions(given: TrainOptions = {}): ResolvedTrainOptions {
  const result = TRAIN_OPTIONS_SCHEMA.safeParse(withoutUndefined(given));
  if (!result.success) {
    const unknown = unknownOption(Object.keys(TRAIN_OPTIONS_SCHEMA.shape));
    throw invalidOptions(
      'training options',
      result.error.issues.map((issue) => optionProblem(issue, unknown)),
    );
  }
  const backend = describeBackend(result.data.backend);
  const spec = given.spec ?? backend.spec ?? result.data.spec;
  const { objective, rounds, halfLifeDays } = backend.defaults(spec);
  return { objective, rounds, halfLifeDays, ...result.data, spec } as ResolvedTrainOptions;
}

/** How a model is fitted. */
export interface FitOptions extends ResolvedTrainOptions {
  /** Horizons that forecasts will be asked for, if they are known: what is for others is not learned. All if undefined. */
  readonly horizons?: readonly number[] | undefined;
  /** Rows whose features are built at once, at most. @default as many as take 192 MB */
  readonly inMemory?: number | undefined;
  /** Whether the training rows are described, for checks of later data. @default false */
  readonly isProfiled?: boolean;
}

/** Parameters of a training on that many rows: those of its options over the backend's defaults. */
export function paramsFor(options: ResolvedTrainOptions, rows: number): ResolvedTrainOptions['params'] {
  return { ...describeBackend(options.backend).defaults(options.spec).params(rows), ...options.params };
}

/** Whether a training learns a distribution of experts, see {@link TrainOptions.pointOnly}. */
export function learnsDistribution(options: ResolvedTrainOptions): boolean {
  const { spec, objective, pointOnly, machines } = options;
  return spec === 'extended' && objective !== 'l1' && !pointOnly && machines === undefined;
}

/** Whether a training learns to forecast 3 to 14 days ahead beside its own horizon. */
export function learnsFar(options: FitOptions): boolean {
  const { horizon, horizons } = options;
  if (!learnsDistribution(options) || horizon > NEAR_DAYS) return false;
  return horizons === undefined || horizons.some((days) => days > NEAR_DAYS);
}

/** An undefined option counts as not given. */
export function withoutUndefined(options: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
