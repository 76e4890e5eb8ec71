import { randomBytes } from 'node:crypto';

import { DqsError } from '../errors/dqs-error.js';
import { NO_ENTRY } from '../journal/format.js';
import { entryBytes, parseAuditEntry, type AuditEvent } from './entry.js';
import { leafHash } from './merkle.js';
import type { AuditSchema } from './redact.js';

/** Where a log ends. */
export interface LogEnd {
  /** Number of its last entry; 0 before the first. */
  readonly number: number;
  /** Leaf hash of its bytes, hexadecimal. */
  readonly hash: string;
  /** ISO 8601 time. */
  readonly at: string;
}

/** The end of a log without entries. */
export const EMPTY_LOG: LogEnd = { number: 0, hash: NO_ENTRY, at: '' };

/**
 * The end of a log whose last entry is that one.
 *
 * @throws DqsError `audit-corrupt` if the bytes are not that entry: nothing is added to a log that was changed.
 */
export function logEnd(number: number, bytes: Uint8Array): LogEnd {
  const entry = parseAuditEntry(bytes) ?? throwChanged(number, 'it is no entry');
  if (entry.number !== number) throwChanged(number, `it says that it is entry ${entry.number}`);
  return { number, hash: leafHash(bytes), at: entry.at };
}

/**
 * The bytes of the entry that follows the end of a log. Times never run backwards, whatever the writers' clocks say.
 *
 * @param now milliseconds since 1970.
 * @param id random; the same for every try to write the event.
 * @throws DqsError `invalid-argument` for an event that says too little or too much.
 */
export function nextEntry(
  event: AuditEvent,
  schema: AuditSchema | undefined,
  end: LogEnd,
  now: number,
  id = newEntryId(),
): Buffer {
  const time = new Date(now).toISOString();
  const at = time > end.at ? time : end.at;
  return entryBytes(event, schema, { number: end.number + 1, previous: end.hash, id, at });
}

/** An id by which a writer whose answer was lost knows its own entry. */
export function newEntryId(): string {
  return randomBytes(8).toString('hex');
}

/** @throws DqsError `audit-corrupt`. */
export function throwChanged(number: number, problem: string): never {
  throw new DqsError('audit-corrupt', `entry ${number} of the audit log was changed: ${problem}`, {
    details: { number, problem },
  });
}
