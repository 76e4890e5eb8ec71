/** What the options of gates and data checks may hold. */
export const VALIDATION_TYPES = {};
