// The contract
export type {
  BackendCapabilities,
  ColumnImportance,
  ContributionScale,
  FittedModel,
  Machines,
  ModelBackend,
  ModelColumn,
  ModelEngine,
  Objective,
  ParameterValue,
  RoundProgress,
  TrainingSet,
  TrainRequest,
} from './backend.js';
export { assertColumns, columnsOf } from './columns.js';
export { assertSupported } from './supported.js';

// Choice by name
export { BACKEND_NAMES, backendNames, loadBackend, registerBackend, registeredBackend } from './registry.js';
export { registerBackendPackages } from './packages.js';
export { NAIVE_STRATEGIES, type NaiveStrategy } from './naive/naive-backend.js';
