import { DqsError } from '@dqs/core';
import * as z from 'zod';

import { route, type Call, type RouteDefinition } from '../routes/route.js';

const STATUS = z.strictObject({ status: z.literal(['live', 'ready', 'started']) });

/** What tells whether a server may be asked. */
export interface Readiness {
  /** Whether it is about to stop. */
  readonly isDraining: () => boolean;
}

/**
 * Whether everything that answers need is there: the server is not about to stop, its model is open (all hashes of a bundle are
 * checked when it is opened), and the database of its store answers.
 *
 * @throws DqsError `not-served` that says what is missing.
 */
export async function assertReady({ isDraining }: Readiness, { services }: Pick<Call, 'services'>): Promise<void> {
  if (isDraining()) throw new DqsError('not-served', 'expected a server that goes on: this one is about to stop');
  await assertWorking('a model that answers', () => services.models.get());
  await assertWorking('a database that answers', () => services.ledger?.collectedUpTo());
}

async function assertWorking(what: string, work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const code = DqsError.is(cause) ? cause.code : 'internal';
    throw new DqsError('not-served', `expected ${what}, got the error ${code}`, { cause });
  }
}

/** Whether the server lives, can be asked, has started. */
export function healthRoutes(readiness: Readiness): readonly RouteDefinition[] {
  const common = { method: 'GET', tag: 'health', examples: [{ summary: 'ask' }] } as const;
  const answers = (description: string) => ({ 200: { description, schema: STATUS } });
  return [
    route({
      ...common,
      path: '/livez',
      id: 'live',
      summary: 'Whether the process lives; does nothing but answer',
      answers: answers('It does.'),
      handle: () => ({ body: { status: 'live' } }),
    }),
    route({
      ...common,
      path: '/readyz',
      id: 'ready',
      summary: 'Whether it can be asked: model open, database there, not about to stop',
      answers: answers('It can.'),
      handle: async (call) => {
        await assertReady(readiness, call);
        return { body: { status: 'ready' } };
      },
    }),
    route({
      ...common,
      path: '/startupz',
      id: 'started',
      summary: 'Whether it has started: it listens only when it has',
      answers: answers('It has.'),
      handle: () => ({ body: { status: 'started' } }),
    }),
  ];
}
