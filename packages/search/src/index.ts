// Spaces
export type {
  CategoricalParameter,
  Condition,
  FloatParameter,
  IntParameter,
  ParameterDefinition,
  Parameters,
  SearchValue,
  SpaceDefinition,
} from './space/definition.js';
export type { Dimension } from './space/dimension.js';
export { parseSpace, readSpace, SearchSpace, type Point } from './space/search-space.js';

// Running
export { search, type SearchResult } from './run/search.js';
export type { SearchObjective, SearchHooks, SearchOptions, SearchProgress, TrialContext } from './run/options.js';
export type { StopReason } from './run/stop.js';
export { bestTrial, type Direction, type Trial, type TrialStep } from './study/trial.js';
export { readStudy } from './study/study-file.js';
export type { StudyContent } from './study/records.js';
export { parameterImportance, type ParameterImportance } from './importance/importance.js';

// Strategies and pruners
export { STRATEGY_NAMES, type StrategyName } from './strategies/named-strategy.js';
export { gridStrategy, type GridOptions } from './strategies/grid.js';
export { randomStrategy, type RandomOptions } from './strategies/random.js';
export { tpeStrategy, type TpeOptions } from './strategies/tpe.js';
export { gpStrategy, type GpOptions } from './strategies/gp.js';
export type { CostEstimate, Observation, SearchState, Strategy } from './strategies/strategy.js';
export type { LossCurve, Pruner, PruningState } from './pruning/pruner.js';
export { medianPruner, type MedianPrunerOptions } from './pruning/median-pruner.js';
export { halvingPruner, type HalvingPrunerOptions } from './pruning/halving-pruner.js';
