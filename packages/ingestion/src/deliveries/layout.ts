import { DqsError } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';

/**
 * Layout of the deliveries in a store. Entries, pages and panels are written once and never changed; the others can be
 * rebuilt from the entries.
 *
 * - `deliveries/journal/<number>`: what arrived, one sealed entry after the other.
 * - `deliveries/panels/<hh>/<sha256>`: the panel of a delivery, or of a snapshot of many, by the hash of its bytes.
 * - `deliveries/facts/<hh>/<sha256>`: what a tool told of the series of a delivery, likewise.
 * - `deliveries/pages/<number>`: {@link PAGE} entries in one artifact, so that a list need not read each of them.
 * - `deliveries/ids/<hh>/<sha256 of the id>`: the newest entry of a delivery, so that a new one need not read the list.
 * - `deliveries/checkpoint`: up to which entry pages and ids are complete.
 */
export const KEYS = {
  journal: 'deliveries/journal/',
  // Ten digits, so that keys sort in the order of entries.
  entry: (number: number) => `deliveries/journal/${String(number).padStart(10, '0')}`,
  page: (number: number) => `deliveries/pages/${String(number).padStart(8, '0')}`,
  panel: (hash: string) => `deliveries/panels/${hash.slice(0, 2)}/${hash}`,
  facts: (hash: string) => `deliveries/facts/${hash.slice(0, 2)}/${hash}`,
  // Hashed: an id may hold anything, a key may not.
  id: (id: string) => {
    const hash = sha256(id);
    return `deliveries/ids/${hash.slice(0, 2)}/${hash}`;
  },
  checkpoint: 'deliveries/checkpoint',
} as const;

/** Entries of a page. */
export const PAGE = 128;

/** The error for an artifact of a store of deliveries whose bytes have changed since they were written. */
export function damaged(key: string, problem: string, cause?: unknown): DqsError {
  const message = `the store of deliveries is damaged at ${key}: ${problem}; restore it from a copy`;
  return new DqsError('deliveries-corrupt', message, { cause, details: { key, problem } });
}

/** Most characters of an id; far more than any name of a file or key of a sender. */
const MAX_ID = 1000;

/**
 * Checks the id of a delivery: 1 to 1,000 characters, not all blank, whole characters and no control characters. Any such
 * text is fine, `../` and `constructor` included: it never becomes a path or a key of an object.
 *
 * @throws DqsError `invalid-argument`.
 */
export function assertDeliveryId(id: string): void {
  const problem = problemOf(id);
  if (problem === undefined) return;
  const shown = JSON.stringify(id.length > 80 ? `${id.slice(0, 80)}…` : id);
  throw new DqsError('invalid-argument', `expected an id of a delivery of ${problem}, got ${shown}`);
}

/** Whether a text may be the id of a delivery. */
export function isDeliveryId(id: string): boolean {
  return problemOf(id) === undefined;
}

function problemOf(id: string): string | undefined {
  if (id.length > MAX_ID) return `at most ${MAX_ID} characters`;
  if (id.trim() === '') return 'at least one character that is not blank';
  return /[\p{Cc}\p{Surrogate}]/u.test(id) ? 'whole characters without control characters' : undefined;
}
