import { DqsError } from '@dqs/core';
import type { JobQueue } from '@dqs/store';

import { keepTick } from '../operation/system-record.js';
import { required } from '../settings/names.js';

import { ALERT_WORK } from './alert-work.js';
import { COLLECT_WORK } from './collect-work.js';
import { FORECAST_WORK, GRADE_WORK } from './forecast-work.js';
import { pausesOf, type KindPause } from './pauses.js';
import { RETRAIN_WORK, WATCH_WORK } from './retrain-work.js';
import { WEBHOOK_WORK } from './webhook-work.js';
import { MONITOR_WORK, RETENTION_WORK, VERIFY_WORK } from './upkeep-work.js';
import type { Operation, Work, WorkerSettings } from './work.js';

/** All kinds of work. */
export const WORKS: readonly Work[] = [
  COLLECT_WORK,
  GRADE_WORK,
  FORECAST_WORK,
  ALERT_WORK,
  WEBHOOK_WORK,
  MONITOR_WORK,
  RETRAIN_WORK,
  WATCH_WORK,
  VERIFY_WORK,
  RETENTION_WORK,
];

/** The kinds that a worker with these settings can do; the others are for workers that can. */
export function worksOf(settings: WorkerSettings): readonly Work[] {
  return WORKS.filter((work) => canDo(work, settings));
}

function canDo({ isFor }: Work, settings: WorkerSettings): boolean {
  return isFor === undefined || isFor(settings);
}

/** Jobs of a kind that a tick has put. */
export interface Ticked {
  readonly kind: string;
  /** Found to be due. */
  readonly due: number;
  /** Of them, those that nobody had put before. */
  readonly put: number;
  /** Why it could not be said what is due; null if it could. */
  readonly why: string | null;
  /** Who has paused the kind; null if nobody has. */
  readonly paused: KindPause | null;
}

/** Puts what is due of every kind that is not paused. A kind that cannot say what is due keeps none of the others back. */
export async function tick(queue: JobQueue, operation: Operation, now: number): Promise<Ticked[]> {
  const ticked: Ticked[] = [];
  const pauses = await pausesOf(operation.notices, WORKS);
  for (const work of WORKS) ticked.push(await tickKind(work, { queue, operation, paused: pauses.get(work.kind), now }));
  await keepTick(required(operation.settings.store, 'store'), now);
  return ticked;
}

/**
 * Puts what is due of one kind; where nothing is, what a person who asks has done anyway, if there is such a thing.
 *
 * @throws DqsError `job-unknown` for a kind that is none, `not-served` for one that no worker with these settings does.
 */
export async function tickByHand(queue: JobQueue, operation: Operation, kind: string, now: number): Promise<Ticked> {
  const work = workOf(kind);
  if (!canDo(work, operation.settings)) {
    throw new DqsError('not-served', `expected a worker that does jobs of the kind ${kind}, got none`);
  }
  const paused = (await pausesOf(operation.notices, WORKS)).get(kind);
  const ticked = await tickKind(work, { queue, operation, paused, now });
  if (ticked.put > 0 || ticked.why !== null || paused !== undefined || work.byHand === undefined) return ticked;
  return { ...ticked, due: ticked.due + 1, put: await queue.offer([work.byHand(now)]) };
}

/** The work of a kind. @throws DqsError `job-unknown` for a kind that is none. */
export function workOf(kind: string): Work {
  const work = WORKS.find((one) => one.kind === kind);
  if (work !== undefined) return work;
  const kinds = WORKS.map((one) => one.kind).join(', ');
  throw new DqsError('job-unknown', `expected a kind of job, ${kinds}, got ${JSON.stringify(kind.slice(0, 120))}`);
}

interface Ticking {
  readonly queue: JobQueue;
  readonly operation: Operation;
  readonly paused: KindPause | undefined;
  readonly now: number;
}

async function tickKind(work: Work, { queue, operation, paused, now }: Ticking): Promise<Ticked> {
  const told = { kind: work.kind, paused: paused ?? null };
  try {
    const isDone = paused === undefined && canDo(work, operation.settings);
    const offers = isDone ? await work.due(operation, now) : [];
    return { ...told, due: offers.length, put: await queue.offer(offers), why: null };
  } catch (cause) {
    return { ...told, due: 0, put: 0, why: (cause as Error).message };
  }
}
