import { DqsError } from '../errors/dqs-error.js';

/** Longest key in bytes; what S3 allows. */
const MAX_KEY_LENGTH = 1024;
/** Longest name between two slashes; what common file systems allow, minus space for a temporary suffix. */
const MAX_NAME_LENGTH = 200;
/** Names that every store and every operating system can hold: no leading dot, none at the end. */
const NAME = /^[A-Za-z0-9_@+=~-](?:[A-Za-z0-9_@+=~.-]*[A-Za-z0-9_@+=~-])?$/;

/**
 * Checks that a key is one every store can hold: one or more names between slashes, each of 1 to 200 letters, digits and
 * `_ @ + = ~ - .`, with no dot at either end; 1,024 characters in all. So no key can lead out of a folder.
 *
 * @throws DqsError `invalid-argument` that names the part which does not fit.
 */
export function assertArtifactKey(key: string): void {
  if (key.length > MAX_KEY_LENGTH) throw invalid(key, `at most ${MAX_KEY_LENGTH} characters, got ${key.length}`);
  for (const name of key.split('/')) {
    if (name.length > MAX_NAME_LENGTH) {
      throw invalid(key, `names of at most ${MAX_NAME_LENGTH} characters, got ${name.length}`);
    }
    if (!NAME.test(name)) {
      throw invalid(key, `names of letters, digits and _ @ + = ~ - . between slashes, got ${JSON.stringify(name)}`);
    }
  }
}

/** Whether a name may be one part of a key. */
export function isArtifactName(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH && NAME.test(name);
}

function invalid(key: string, expected: string): DqsError {
  const shown = JSON.stringify(key.length > 120 ? `${key.slice(0, 120)}…` : key);
  return new DqsError('invalid-argument', `invalid artifact key ${shown}: expected ${expected}`, {
    details: { key },
  });
}
