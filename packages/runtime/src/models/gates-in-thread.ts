import { once } from 'node:events';
import { parentPort, Worker, workerData } from 'node:worker_threads';

import { DqsError, throwIfAborted, type GateReport, type Logger } from '@dqs/core';
import type { GateRequest, Gates } from '@dqs/registry';

import type { AppHooks } from '../app-hooks.js';
import { gatesOfPromotion, type JudgingSettings } from './judging.js';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** What a thread is started with. */
interface Question {
  readonly settings: JudgingSettings;
  readonly request: GateRequest;
}

/** What a thread says: lines for the log, and in the end the answer, or why there is none. */
type Said =
  | { readonly kind: 'log'; readonly level: (typeof LEVELS)[number]; readonly line: Parameters<Logger['info']> }
  | { readonly kind: 'report'; readonly report: GateReport }
  | { readonly kind: 'failure'; readonly failure: Pick<DqsError, 'code' | 'message' | 'details'> };

/**
 * The gates of a promotion, each time asked on a thread of its own, so that whoever serves goes on serving. They take much memory:
 * one is asked after another.
 *
 * @param entry module that calls {@link answerGates}.
 * @throws DqsError from the gates as `gatesOfPromotion`, and `aborted`.
 */
export function gatesInThread(entry: URL, settings: JudgingSettings, hooks: AppHooks): Gates {
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    const answer = last.then(() => asked(entry, { settings, request }, hooks));
    last = answer.catch(() => undefined);
    return answer;
  };
}

async function asked(entry: URL, question: Question, { signal, logger }: AppHooks): Promise<GateReport> {
  throwIfAborted(signal);
  const thread = new Worker(entry, { workerData: question });
  let answer: Exclude<Said, { kind: 'log' }> | undefined;
  thread.on('message', (said: Said) => {
    if (said.kind === 'log') logger[said.level](...said.line);
    else answer = said;
  });
  const stop = () => void thread.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    // Rejects with whatever else the thread threw.
    await once(thread, 'exit');
  } finally {
    signal.removeEventListener('abort', stop);
  }
  if (answer?.kind === 'report') return answer.report;
  if (answer?.kind === 'failure') throw rebuilt(answer.failure);
  throwIfAborted(signal);
  throw new Error('expected the thread of the gates to answer, and it ended without');
}

/** What crosses to another thread loses its class. */
function rebuilt({ code, message, details }: Pick<DqsError, 'code' | 'message' | 'details'>): DqsError {
  return new DqsError(code, message, { details });
}

/** The program of such a thread. */
export async function answerGates(): Promise<void> {
  const port = parentPort!;
  const say = (said: Said) => port.postMessage(said);
  const { settings, request } = workerData as Question;
  const lines = LEVELS.map((level) => [
    level,
    (...line: Parameters<Logger['info']>) => say({ kind: 'log', level, line }),
  ]);
  const logger = Object.fromEntries(lines) as unknown as Logger;
  try {
    const gates = await gatesOfPromotion(settings, { logger, signal: new AbortController().signal });
    say({ kind: 'report', report: await gates(request) });
  } catch (error) {
    if (!DqsError.is(error)) throw error;
    const { code, message, details } = error;
    say({ kind: 'failure', failure: { code, message, details } });
  }
}
