import { setTimeout as sleep } from 'node:timers/promises';

/** How often a request is made, and how long it is waited in between. */
export interface Patience {
  /** @default 8 */
  readonly attempts: number;
  /** Longest pause after the first attempt in milliseconds; it doubles with each, up to 5 seconds. @default 50 */
  readonly pauseMs: number;
}

/** About ten seconds in all: what a service that throttles or restarts a part of itself needs. */
export const PATIENCE: Patience = { attempts: 8, pauseMs: 50 };
const LONGEST_PAUSE_MS = 5000;

/** Waits before another attempt; each waits another time, so that those who failed together do not meet again. */
export async function pauseAfter(attempt: number, { pauseMs }: Patience): Promise<void> {
  await sleep(Math.random() * Math.min(pauseMs * 2 ** (attempt - 1), LONGEST_PAUSE_MS));
}
