import { flag } from './kinds.js';
import { setting } from './setting.js';

/** Settings of monitoring. */
export const MONITOR_SETTINGS = {
  monitorGate: setting('--gate', 'end with exit code 3 if a pool has become worse or drift costs something', flag),
};
