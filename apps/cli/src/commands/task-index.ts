import { DqsError } from '@dqs/core';

/** How the engines that start tasks tell each its number, from 0 on. */
export const TASK_INDEX_VARIABLES = [
  'JOB_COMPLETION_INDEX',
  'AWS_BATCH_JOB_ARRAY_INDEX',
  'CLOUD_RUN_TASK_INDEX',
  'BATCH_TASK_INDEX',
  'SLURM_ARRAY_TASK_ID',
] as const;

/**
 * The number of the task that this process is.
 *
 * @param given as the command line says; it wins.
 * @param flags that would tell it.
 * @throws DqsError `config-invalid` if nobody tells it, if what an engine tells is no number, or if two engines tell different
 * ones.
 */
export function taskIndex(
  given: number | undefined,
  env: Readonly<Record<string, string | undefined>>,
  flags = '--index, --all',
): number {
  if (given !== undefined) return given;
  const told = TASK_INDEX_VARIABLES.filter((name) => (env[name] ?? '') !== '');
  const values = new Set(told.map((name) => env[name]!));
  const [value] = values;
  if (value === undefined) {
    throw new DqsError(
      'config-invalid',
      `expected the number of the task: ${flags}, or one of ${TASK_INDEX_VARIABLES.join(', ')} in the environment, got none`,
    );
  }
  if (values.size === 1 && /^\d{1,9}$/.test(value)) return Number(value);
  const shown = told.map((name) => `${name}=${JSON.stringify(env[name])}`).join(', ');
  throw new DqsError('config-invalid', `expected one number of a task, from 0 on, got ${shown}; name it with --index`, {
    details: { variables: told },
  });
}
