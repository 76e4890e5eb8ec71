import { path, text } from './kinds.js';
import { setting } from './setting.js';

/** Settings of retraining and of the audit log. */
export const RETRAINING_SETTINGS = {
  retrainPolicy: setting('--policy <file>', 'when a model is trained anew and how it is judged, in YAML', path, {
    default: 'dqs.retrain.yaml',
    place: 'input',
  }),
  job: setting('--job <id>', 'only if this job is the one under way', text),
  auditLog: setting('--log <file>', 'entries of an audit log, one a line', path, { place: 'input' }),
  against: setting('--against <dir>', 'folder of anchored checkpoints, each a file', path, { place: 'input' }),
  auditKey: setting('--key <key>', 'key of who signed the checkpoints, name+id+base64', text),
};
