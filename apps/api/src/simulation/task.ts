import type { PolicyTestResult } from '@dqs/alerting';
import type { ChangeSimulation, KeptTicks } from '@dqs/pipelines';
import type { AppHooks, OpenedOperation } from '@dqs/runtime';
import { simulateProposed, testProposed, type FactSettings, type OpenedPolicy } from '@dqs/runtime/alerting';

/** Work on a policy that somebody writes, which may take long, or for ever. Survives JSON. */
export type PolicyTask =
  | { readonly kind: 'simulate'; readonly text: string; readonly days: number; readonly at: number }
  | { readonly kind: 'test'; readonly text: string; readonly at: number };

/** What came of it. */
export type TaskResult<T extends PolicyTask = PolicyTask> = T['kind'] extends 'test'
  ? readonly PolicyTestResult[]
  : ChangeSimulation;

/** How far it is. */
export interface TaskProgress {
  readonly done: number;
  readonly total: number;
}

/** Does a task; ends as soon as it can when the signal fires. */
export interface RunTask {
  (
    task: PolicyTask,
    hooks: { readonly signal: AbortSignal; readonly onProgress: (progress: TaskProgress) => void },
  ): Promise<unknown>;
  /** Gives up what is held between tasks. */
  readonly close?: () => void;
}

/** What a task is done with. */
export interface TaskParts {
  readonly settings: FactSettings;
  readonly operation: () => Promise<Pick<OpenedOperation, 'ledger' | 'alerting'>>;
  readonly policy: () => Promise<OpenedPolicy>;
  /** Ticks of simulations before. */
  readonly kept?: KeptTicks;
}

/**
 * Does a task in this process.
 *
 * @throws DqsError as `simulateProposed` and `testProposed`.
 */
export async function runTask(
  { settings, operation, policy, kept }: TaskParts,
  task: PolicyTask,
  hooks: Pick<AppHooks, 'signal' | 'onProgress'>,
): Promise<unknown> {
  const opened = await policy();
  if (task.kind === 'test') return testProposed(task.text, opened);
  return simulateProposed(settings, await operation(), opened, task, hooks, kept);
}
