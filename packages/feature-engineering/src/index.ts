// Specs and contracts
export {
  EXTENDED_GROUPS,
  featureSpec,
  listFeatures,
  type ComputableSpec,
  type ExtendedGroup,
  type FeatureSpec,
  type ListedFeature,
  type SpecName,
} from './spec.js';
export {
  contractWithGroups,
  contractWithTenants,
  fitContract,
  groupsOfContract,
  type ContractFeature,
  type FeatureContract,
} from './contract.js';
export { checkFrame, featureMeanings, featuresMovingWithTime, specOfContract } from './contract-spec.js';

// History as of a day
export {
  SeriesHistory,
  type ForecastRequests,
  type HistoryOptions,
  type RequestedDay,
  type SharedHistory,
} from './history/series-history.js';
export type { Series, SeriesId } from './history/series.js';
export { HistoryCursor, type HistoryView } from './history/history-view.js';
export type { Counts } from './history/pool.js';

// Requests and frames
export { observedRequests, type HorizonOf, type ObservedRange, type ObservedRequests } from './requests.js';
export { buildFrame, coldStart, type FrameOptions } from './build-frame.js';
export { usualExecutions } from './usual-executions.js';

// Levels of a distribution
export { pickThresholdRows, thresholdFrame, type ThresholdFrame } from './thresholds/threshold-frame.js';
export {
  askInAnyOrder,
  askSeriesBySeries,
  goOnFrom,
  keepStates,
  moveStatesOut,
  prepareStates,
  shareStates,
  stateMemory,
  type KeptStates,
  type MovedStates,
  type StateMemory,
} from './thresholds/kept-states.js';
export { betaBinomialExceedance } from './thresholds/beta-binomial.js';
export {
  contextColumns,
  contextDefinitions,
  otherRules,
  type ContextColumn,
  type ContextDefinition,
} from './thresholds/context.js';
export { ROW_STATISTICS, THRESHOLD_STATISTICS, type ThresholdStatistic } from './thresholds/level-source.js';

// Writing custom features
export {
  CALENDAR_GROUPS,
  type CalendarGroup,
  type GroupParameters,
  type GroupWithParameter,
} from './groups/calendar-groups.js';
export type { CalendarEvent } from './groups/events.js';
export { isCustomGroup, type CustomGroup } from './groups/custom-group.js';
export type { FeatureDefinition, FeatureRow, TargetCalendar } from './groups/feature-group.js';
