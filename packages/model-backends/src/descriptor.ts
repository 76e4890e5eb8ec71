/**
 * What a model minimises: `cross-entropy` of the pass fraction (the default: its prediction is the mean), `l2` (mean)
 * or `l1` (median).
 */
export type Objective = 'cross-entropy' | 'l2' | 'l1';

/** A parameter a backend understands. */
export type ParameterValue = string | number | boolean | readonly number[] | readonly string[];

/** What a backend can do, so that callers ask before they call. */
export interface BackendCapabilities {
  /** `train` trains. Without it models are only loaded, from files made elsewhere. */
  readonly training: boolean;
  /** A row of weight 2 counts as the same row twice. */
  readonly weights: boolean;
  /** The contributions of a model are there. */
  readonly contributions: boolean;
  /** Categorical columns are used as categories and not ignored. */
  readonly categories: boolean;
  /** The quantile of a training request is honoured. */
  readonly quantiles: boolean;
  /** A training goes on from the initial model of its request. */
  readonly incremental: boolean;
  /** A training over several machines is possible. */
  readonly distributed: boolean;
  /** Objectives that a training accepts. */
  readonly objectives: readonly Objective[];
}

/** A backend in words, for help, lists and documents. */
export interface BackendWording {
  /** What people call it, such as `LightGBM`. */
  readonly label: string;
  /** What it is, in a few words without a full stop: `gradient boosted trees by LightGBM`. */
  readonly description: string;
  /** Goes on after `Contributions are …`; there exactly where the backend has contributions. */
  readonly contributions?: string;
}

/** What a training starts from where nothing else is asked for. */
export interface TrainingDefaults {
  readonly objective: Objective;
  /** Boosting rounds or trees, 1 or more. */
  readonly rounds: number;
  /** Days after which a training row weighs half; 0 for rows of equal weight whatever their age. */
  readonly halfLifeDays: number;
  /** Parameters in the backend's names, for that many training rows. */
  readonly params: (rows: number) => Readonly<Record<string, string | number | boolean>>;
}

/** How a model of single outcomes, 0 or 1, is trained: whether a day reaches a level. */
export interface ThresholdDefaults {
  readonly objective: Objective;
  /** Boosting rounds or trees, 1 or more. */
  readonly rounds: number;
  /** Parameters in the backend's names, for that many training rows. */
  readonly params: (rows: number) => Readonly<Record<string, string | number | boolean>>;
}

/**
 * One parameter of a search space, in the form that `@dqs/search` reads: a real or whole number in [low, high], by its
 * logarithm with `log`, in steps with `step`, or one of some values. `when` makes it conditional on values of others.
 */
export type SearchedParameter =
  | {
      readonly type: 'float' | 'int';
      readonly low: number;
      readonly high: number;
      readonly log?: boolean;
      readonly step?: number;
      readonly when?: SearchCondition;
    }
  | {
      readonly type: 'categorical';
      readonly choices: readonly (string | number | boolean)[];
      readonly when?: SearchCondition;
    };

type SearchCondition = Readonly<Record<string, string | number | boolean>>;

/** What a search for better parameters needs to know of a backend. Plain data. */
export interface BackendSearch {
  /**
   * What is searched: parameters of the backend in its own names, and of the settings of a training `halfLifeDays`. It
   * holds the defaults, so that they are one of the candidates.
   */
  readonly space: Readonly<Record<string, SearchedParameter>>;
  /** What the library takes for parameters of the space that the defaults do not name. */
  readonly libraryDefaults: Readonly<Record<string, number>>;
}

/** All that is known of a backend without loading its library. */
export interface BackendDescriptor {
  /** Name by which it is chosen, e.g. `lightgbm`: lower-case letters, digits and dashes. */
  readonly name: string;
  readonly capabilities: BackendCapabilities;
  readonly wording: BackendWording;
  /** The only feature spec whose columns it can use; undefined if any will do. */
  readonly spec?: string;
  /** What a training with the features of a spec starts from; for a spec that it does not know, too. */
  readonly defaults: (spec: string) => TrainingDefaults;
  /**
   * What the model of a distribution's levels starts from; undefined of a backend that does not learn them well, whose
   * distributions are made without it.
   */
  readonly thresholds?: ThresholdDefaults;
  /** What `tune` searches with the features of a spec; undefined if a space has to be given. */
  readonly search?: (spec: string) => BackendSearch;
  /**
   * How long a training with some parameters takes, in any unit: a search tries cheap candidates first. `rounds` may be
   * among them. Undefined where nothing makes a difference.
   */
  readonly cost?: (parameters: Readonly<Record<string, string | number | boolean>>) => number;
}
