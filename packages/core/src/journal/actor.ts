import { DqsError } from '../errors/dqs-error.js';

/** Maximum characters of a person's name. */
const MAX_ACTOR = 256;

/**
 * Checks the name of who does something: 1 to 256 characters that are not all blank.
 *
 * @throws DqsError `invalid-argument`.
 */
export function assertActor(by: string): void {
  if (by.trim() === '') throw invalid('the name of who does it', 'none: it is recorded');
  if (by.length > MAX_ACTOR)
    throw invalid(`the name of who does it of at most ${MAX_ACTOR} characters`, `${by.length}`);
}

function invalid(expected: string, got: string): DqsError {
  return new DqsError('invalid-argument', `expected ${expected}, got ${got}`);
}
