/** What the options of A/B tests may hold. */
export const EXPERIMENT_TYPES = {};
