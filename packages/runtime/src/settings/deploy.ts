import { choice, text, whole } from './kinds.js';
import { setting } from './setting.js';

/** Settings of printed manifests. A test compares the names with those of the package that makes them. */
export const DEPLOY_SETTINGS = {
  deployOverlay: setting(
    '--overlay <name>',
    'what to print beside the base: {values}',
    choice('api', 'worker', 'batch', 'train', 'retrain'),
    { otherwise: 'the base alone' },
  ),
  deployShards: setting('--shards <n>', 'shards of the planned run, for the overlay batch', whole(1, 10_000), {
    otherwise: '64',
  }),
  deployRun: setting('--run <url>', 'the planned run, for the overlay batch', text, {
    otherwise: 's3://bucket/runs/run',
  }),
  deployImage: setting('--image <name>', 'image with a tag or digest', text, { otherwise: 'dqs:0.1.0' }),
  deployNamespace: setting('--namespace <name>', 'namespace of all objects', text, { otherwise: 'dqs' }),
};
