import { path } from './kinds.js';
import { setting } from './setting.js';

/** Settings of alerts. */
export const ALERT_SETTINGS = {
  policy: setting('--policy <file>', 'who is told what and when, in YAML', path, {
    default: 'dqs.alerts.yaml',
    place: 'input',
  }),
  simulatedPolicy: setting('--policy <file>', 'the alert policy of which to tell what it would have sent', path, {
    place: 'input',
    otherwise: 'nobody is told anything',
  }),
};
