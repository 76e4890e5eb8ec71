import type { IJob } from 'kubernetes-models/batch/v1';

import { metadata, type Context } from '../manifest.js';
import type { DeploySettings } from '../settings.js';
import { jobSpec } from './job.js';

const COMPONENT = 'batch';

/**
 * The shards of a planned batch run as an array: each pod works on the shard of its JOB_COMPLETION_INDEX. A shard that is done
 * twice is one shard, so nothing has to know which pod was first.
 */
export function batch({ settings, namespace }: Context<DeploySettings>) {
  const description = {
    component: COMPONENT,
    image: settings.image,
    args: ['batch', 'work', '--run', '$(RUN)'],
    cpu: '1',
    memory: settings['batch.memory'],
    // What a shard has not committed is done again, so it only has to let go.
    graceSeconds: 30,
    scratch: '10Gi',
    env: [{ name: 'RUN', value: settings['batch.run'] }],
  };
  return [
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: metadata(namespace, 'dqs-batch', COMPONENT),
      spec: jobSpec(description, {
        whenFinal: 'FailIndex',
        hours: 24,
        completionMode: 'Indexed',
        completions: settings['batch.shards'],
        parallelism: settings['batch.parallelism'],
        backoffLimitPerIndex: 3,
      }),
    } satisfies IJob,
  ];
}
