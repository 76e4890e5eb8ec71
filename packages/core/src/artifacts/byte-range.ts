import { DqsError } from '../errors/dqs-error.js';
import type { ByteRange } from './bulk-store.js';

/**
 * Checks a range of bytes.
 *
 * @returns it with both ends; `end` is Infinity where the object's own end is meant.
 * @throws DqsError `invalid-argument`.
 */
export function checkedRange({ start = 0, end = Infinity }: ByteRange = {}): Required<ByteRange> {
  const isFine = Number.isSafeInteger(start) && start >= 0 && (end === Infinity || Number.isSafeInteger(end));
  if (isFine && end >= start) return { start, end };
  throw new DqsError('invalid-argument', `expected a range of bytes with 0 ≤ start ≤ end, got ${start} to ${end}`, {
    details: { start, end },
  });
}
