import type { ErrorCode } from '@dqs/core';

import type { DatabaseSettings } from '@dqs/runtime';
import type { FactSettings } from '@dqs/runtime/alerting';
import type { Settings } from '@dqs/runtime/settings';

import type { PolicyTask, TaskProgress } from './task.js';

/** What the process of a task needs to know. */
export type TaskSettings = FactSettings & DatabaseSettings & Settings<'servedPolicy' | 'catalog'>;

/** What it is told, once. */
export interface ToTask {
  readonly settings: TaskSettings;
  readonly task: PolicyTask;
}

/** What it tells: how far it is, then how it ended. */
export type FromTask =
  | { readonly kind: 'progress'; readonly progress: TaskProgress }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly code: ErrorCode | null; readonly message: string; readonly details: object };
