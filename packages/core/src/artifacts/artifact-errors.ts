import { DqsError } from '../errors/dqs-error.js';
import type { PutCondition } from './artifact-store.js';

/** The error for a key that holds nothing. */
export function artifactNotFound(key: string, place: string, cause?: unknown): DqsError {
  return new DqsError('artifact-not-found', `expected an artifact under the key ${key} in ${place}, found none`, {
    cause,
    details: { key },
  });
}

/** The error for a file of a store that is there and cannot be read. */
export function artifactUnreadable(path: string, cause: unknown): DqsError {
  return new DqsError('input-unreadable', `cannot read ${path}: ${(cause as Error).message}`, { cause });
}

/**
 * The error for a put whose condition does not hold.
 *
 * @param found etag of what the key holds, undefined for nothing.
 */
export function artifactConflict(key: string, condition: PutCondition, found: string | undefined): DqsError {
  const expected = condition.ifNoneMatch === '*' ? 'nothing' : `the content ${shortEtag(condition.ifMatch)}`;
  const actual = found === undefined ? 'nothing' : `the content ${shortEtag(found)}`;
  return new DqsError(
    'artifact-conflict',
    `expected ${expected} under the key ${key}, found ${actual}: another writer was faster; read it again`,
    { details: { key, expected: condition.ifMatch, found } },
  );
}

/**
 * Checks the condition of a put against what the key holds.
 *
 * @throws DqsError `artifact-conflict`.
 */
export function assertCondition(key: string, condition: PutCondition, found: string | undefined): void {
  if (condition.ifNoneMatch === '*' && found !== undefined) throw artifactConflict(key, condition, found);
  if (condition.ifMatch !== undefined && condition.ifMatch !== found) throw artifactConflict(key, condition, found);
}

function shortEtag(etag: string | undefined): string {
  return etag === undefined ? '' : etag.slice(0, 12);
}
