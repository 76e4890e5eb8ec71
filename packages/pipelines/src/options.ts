/** The schemas and defaults of options, without the code that uses them. */
export { DEFAULT_FALSE_ALARM_DAYS } from './check/limit.js';
export { DEFAULT_GRACE_HOURS } from './operate/grace.js';
export { DEFAULT_TARGET } from './forecast/targets.js';
export { TRAIN_OPTIONS_SCHEMA } from './train/options-schema.js';
export { TUNE_OPTIONS_SCHEMA } from './tune/tune-options-schema.js';
