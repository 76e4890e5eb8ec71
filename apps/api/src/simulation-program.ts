// The program of tasks on policies: a process of its own, which may be ended at any time without harm.
import { DqsError } from '@dqs/core';
import { KeptTicks } from '@dqs/pipelines';
import { openOperation } from '@dqs/runtime';
import { openPolicyOrNone } from '@dqs/runtime/alerting';

import type { FromTask, ToTask } from './simulation/protocol.js';
import { runTask } from './simulation/task.js';

/** Progress is told so often at most, milliseconds. */
const TELL_MS = 200;

const KEPT = new KeptTicks();

const tell = (message: FromTask) => new Promise<void>((done) => process.send!(message, () => done()));

/** One task after another, which try thresholds on the same days. */
process.on('message', (asked) => void work(asked as ToTask));
// Whoever has asked is gone.
process.once('disconnect', () => process.exit(1));

async function work({ settings, task }: ToTask): Promise<void> {
  const { servedPolicy: policy, ...rest } = settings;
  let opened: Awaited<ReturnType<typeof openOperation>> | undefined;
  let told = 0;
  let ended: FromTask;
  try {
    const parts = {
      settings: rest,
      operation: async () => (opened = await openOperation(rest)),
      policy: () => openPolicyOrNone({ policy, catalog: rest.catalog, store: rest.store }),
      kept: KEPT,
    };
    const result = await runTask(parts, task, {
      signal: new AbortController().signal,
      onProgress: ({ done, total }) => {
        if (total === undefined || performance.now() - told < TELL_MS) return;
        told = performance.now();
        void tell({ kind: 'progress', progress: { done, total } });
      },
    });
    ended = { kind: 'done', result };
  } catch (error) {
    const { code, message, details } = DqsError.is(error)
      ? error
      : { code: null, message: (error as Error).message, details: {} };
    ended = { kind: 'failed', code, message, details };
  }
  // Whoever is told may end this process at once.
  await opened?.database.close();
  await tell(ended);
}
