import { MS_PER_HOUR } from '@dqs/core';
import { createHash } from 'node:crypto';

const FIRST_MS = 10_000;
const LONGEST_MS = MS_PER_HOUR;

/**
 * How long to wait after an attempt: 10 s, doubled by every attempt up to an hour, of which a part between a half and all that
 * follows from id and attempt, so that many messages do not come back at once.
 *
 * @param attempt from 1.
 */
export function retryDelay(id: string, attempt: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 20));
  const digest = createHash('sha256').update(`${id}/${attempt}`).digest();
  return Math.round(whole * (0.5 + digest.readUInt32BE() / 2 ** 33));
}
