import type { IJobSpec } from 'kubernetes-models/batch/v1';

import { podTemplate, type PodDescription } from '../pod.js';

/** Exit codes after which the same again would end the same: bad input, and a result that gates refuse. */
const FINAL_EXIT_CODES = [2, 3];
const DAY_SECONDS = 86_400;

/**
 * A job of pods that end. A pod whose node goes is started anew and not counted; one that ends with a final exit code is not
 * tried again; any other one is, a few times.
 *
 * @param whenFinal what a final exit code ends: the job, or of an array one index.
 */
export function jobSpec(
  description: PodDescription,
  { whenFinal, hours, ...more }: { whenFinal: 'FailJob' | 'FailIndex'; hours: number } & Partial<IJobSpec>,
) {
  return {
    ...more,
    activeDeadlineSeconds: hours * 3600,
    ttlSecondsAfterFinished: 7 * DAY_SECONDS,
    podFailurePolicy: {
      rules: [
        { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
        { action: whenFinal, onExitCodes: { containerName: 'dqs', operator: 'In', values: FINAL_EXIT_CODES } },
      ],
    },
    template: podTemplate({ ...description, pod: { ...description.pod, restartPolicy: 'Never' } }),
  } satisfies IJobSpec;
}
