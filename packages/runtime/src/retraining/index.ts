export { openRetraining, type OpenedRetraining, type RetrainingSettings } from './open-retraining.js';
