import { availableParallelism } from 'node:os';

import type { TrainRequest } from './backend.js';

/** Threads that a training keeps busy: its part of them where others run beside it, at least one; 0 takes all cores. */
export function ownThreads({ threads, sharedBy = 1 }: Pick<TrainRequest, 'threads' | 'sharedBy'>): number {
  if (sharedBy === 1) return threads;
  return Math.max(1, Math.floor((threads === 0 ? availableParallelism() : threads) / sharedBy));
}
