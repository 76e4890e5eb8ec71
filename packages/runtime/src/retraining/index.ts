export { openRetraining, type OpenedRetraining, type RetrainingSettings } from './open-retraining.js';
export {
  retrainingPlace,
  withRetrainingInputs,
  type RetrainingInputs,
  type RetrainingInputSettings,
} from './retraining-inputs.js';
export { plannedRetraining, runRetraining, type RanRetraining } from './run-retraining.js';
