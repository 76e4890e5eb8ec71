import type { ICronJob, IJob } from 'kubernetes-models/batch/v1';

import { metadata, type Context } from '../manifest.js';
import { CONFIG, DATA, databaseUrl, type PodDescription } from '../pod.js';
import type { DeploySettings } from '../settings.js';
import { jobSpec } from './job.js';

/** A training of the deliveries so far, once: the bundle is left beside the store. */
export function train({ settings, namespace }: Context<DeploySettings>) {
  const args = ['train', '--store', `${DATA}/store`, '--refit', '--out', `${DATA}/trained`];
  return [
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: metadata(namespace, 'dqs-train', 'train'),
      spec: jobSpec(training('train', args, settings), { whenFinal: 'FailJob', hours: 12, backoffLimit: 2 }),
    } satisfies IJob,
  ];
}

/** Decides by a timetable whether the model is trained anew, and does it: for those whose workers do not. */
export function retrain({ settings, namespace }: Context<DeploySettings>) {
  const args = [
    ...['retrain', 'run', '--policy', `${CONFIG}/dqs.retrain.yaml`],
    ...['--store', `${DATA}/store`, '--registry', `${DATA}/registry`],
  ];
  const env = [databaseUrl(settings['database.secret'])];
  const description: PodDescription = { ...training('retrain', args, settings), env, mounts: ['data', 'config'] };
  return [
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: metadata(namespace, 'dqs-retrain', 'retrain'),
      spec: {
        schedule: settings['retrain.schedule'],
        timeZone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 3600,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          spec: jobSpec(description, { whenFinal: 'FailJob', hours: 12, backoffLimit: 2 }),
        },
      },
    } satisfies ICronJob,
  ];
}

function training(component: string, args: readonly string[], settings: DeploySettings): PodDescription {
  return {
    component,
    image: settings.image,
    args,
    cpu: settings['train.cpu'],
    memory: settings['train.memory'],
    graceSeconds: 30,
    scratch: '10Gi',
    mounts: ['data'],
  };
}
