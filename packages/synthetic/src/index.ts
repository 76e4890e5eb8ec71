// Size of a history.
export { shapeOf, type Shape, type ShapeRequest } from './shape.js';

// Drawing a history, and its text.
export { drawHistory, historyText, type GeneratedCounts, type SyntheticHistory } from './history.js';
export { ruleMetadata, type SyntheticRule } from './rules.js';
export type { Level, SyntheticDataset, SyntheticSeries } from './series.js';

// Files.
export { fileFormat, type FileFormat, type RowFormat } from './row-format.js';
export { writeHistory, type WriteHistoryHooks, type WriteHistoryOptions } from './write-history.js';
export type { RowTexts } from './garbage.js';

// An operation of forecasts: faults of results and of deliveries, and the deliveries that bring a history day by day.
export {
  DELIVERY_FAULTS,
  describeFault,
  FAULT_KINDS,
  parseFault,
  RESULT_FAULTS,
  type FaultKind,
  type FaultRequest,
  type FaultScope,
  type PlantedFault,
} from './operation/fault.js';
export { isOfResults, plantFaults, type PlantedHistory } from './operation/plant-faults.js';
export { deliverySchedule, type ArrivalOf, type ScheduledDelivery } from './operation/delivery-schedule.js';
