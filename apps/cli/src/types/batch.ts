/** What the options of batch prediction may hold. */
export const BATCH_TYPES = {};
