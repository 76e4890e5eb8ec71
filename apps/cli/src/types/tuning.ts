/** What the options of hyperparameter search may hold. */
export const TUNING_TYPES = {};
