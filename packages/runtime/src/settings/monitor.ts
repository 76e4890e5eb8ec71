import { flag, storePlace } from './kinds.js';
import { setting } from './setting.js';

/** Settings of monitoring. */
export const MONITOR_SETTINGS = {
  driftModel: setting(
    '-m, --model <ref>',
    'the version whose features are compared with its training: orders@production, or a bundle by its path or URL',
    storePlace,
    { place: 'input', otherwise: 'the drift of results and forecasts alone' },
  ),
  monitorGate: setting('--gate', 'end with exit code 3 if a pool has become worse or drift costs something', flag),
};
