// The program of the thread that reads policies which people write.
import { parentPort } from 'node:worker_threads';

import { readPolicy } from '@dqs/alerting';
import { DqsError } from '@dqs/core';
import { checkProposed } from '@dqs/runtime/alerting';

import type { CheckAnswer, CheckRequest } from './simulation/policy-check-thread.js';

const port = parentPort!;
port.on('message', ({ id, text, now, today }: CheckRequest) => {
  const answer = (found: Omit<CheckAnswer, 'id'>) => port.postMessage({ id, ...found } satisfies CheckAnswer);
  try {
    if (now !== null) answer({ check: checkProposed(text, now, today) });
    else {
      readPolicy(text, 'policy.yaml');
      answer({});
    }
  } catch (error) {
    // What is wrong with it is told by whoever takes it.
    answer({ failure: DqsError.is(error) ? null : (error as Error).message });
  }
});
