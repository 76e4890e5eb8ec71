import { path, text } from './kinds.js';
import { setting } from './setting.js';

/** Settings of retraining. */
export const RETRAINING_SETTINGS = {
  retrainPolicy: setting('--policy <file>', 'when a model is trained anew and how it is judged, in YAML', path, {
    default: 'dqs.retrain.yaml',
    place: 'input',
  }),
  job: setting('--job <id>', 'only if this job is the one under way', text),
};
