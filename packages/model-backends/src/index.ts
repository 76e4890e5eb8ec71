// The contract
export type {
  BackendCapabilities,
  BackendDescriptor,
  BackendSearch,
  BackendWording,
  Objective,
  ParameterValue,
  SearchedParameter,
  ThresholdDefaults,
  TrainingDefaults,
} from './descriptor.js';
export type {
  BackendCheck,
  ColumnImportance,
  ContributionScale,
  FittedModel,
  Machines,
  ModelBackend,
  ModelColumn,
  ModelEngine,
  ModelTraining,
  RoundProgress,
  TrainedModel,
  TrainingSet,
  TrainRequest,
} from './backend.js';
export { assertColumns, columnsOf } from './columns.js';
export { assertSupported } from './supported.js';

// Choice by name
export { BACKEND_NAMES, backendNames, describeBackend, loadBackend, registerBackend } from './registry.js';
export { registerBackendPackages, registeredPackages, type BackendPackages } from './packages.js';
export { NAIVE_STRATEGIES, type NaiveStrategy } from './naive/naive-backend.js';
