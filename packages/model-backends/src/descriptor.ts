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
  /** Its usual name, such as `LightGBM`. */
  readonly label: string;
  /** A description without a full stop: `gradient boosted trees by LightGBM`. */
  readonly description: string;
  /** Continues `Contributions are …`; present exactly if the backend has contributions. */
  readonly contributions?: string;
}

/** Defaults of a training. */
export interface TrainingDefaults {
  readonly objective: Objective;
  /** Boosting rounds or trees, 1 or more. */
  readonly rounds: number;
  /** Days after which the weight of a training row halves; 0 if age does not count. */
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
  /** The space that `tune` searches for this model, in the backend's names; it contains the defaults. Undefined for none. */
  readonly space?: BackendSearch['space'];
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

/** The facts about a backend that a search for better parameters needs. Plain data. */
export interface BackendSearch {
  /**
   * The searched parameters: those of the backend in its own names, and `halfLifeDays` of the training settings. The space
   * contains the defaults, so that they are one of the candidates.
   */
  readonly space: Readonly<Record<string, SearchedParameter>>;
  /** The library's own defaults for parameters of the space that the defaults do not name. */
  readonly libraryDefaults: Readonly<Record<string, number>>;
}

/** The facts about a backend that are known without loading its library. */
export interface BackendDescriptor {
  /** Name by which it is chosen, e.g. `lightgbm`: lower-case letters, digits and dashes. */
  readonly name: string;
  readonly capabilities: BackendCapabilities;
  readonly wording: BackendWording;
  /** The only feature spec whose columns it can use; undefined if any will do. */
  readonly spec?: string;
  /** Defaults of a training with the features of a spec, including an unknown one. */
  readonly defaults: (spec: string) => TrainingDefaults;
  /**
   * What the model of a distribution's levels starts from; undefined of a backend that does not learn them well, whose
   * distributions are made without it.
   */
  readonly thresholds?: ThresholdDefaults;
  /**
   * Name of the parameter that says how much a round learns, undefined where none does: a quick training has fewer rounds that learn
   * as much more.
   */
  readonly rate?: string;
  /** The space that `tune` searches with the features of a spec; undefined if a space must be given. */
  readonly search?: (spec: string) => BackendSearch;
  /**
   * How long a training with some parameters takes, in any unit: a search tries cheap candidates first. `rounds` may be
   * among them. Undefined if no parameter makes a difference.
   */
  readonly cost?: (parameters: Readonly<Record<string, string | number | boolean>>) => number;
}
