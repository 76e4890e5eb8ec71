import { randomBytes } from 'node:crypto';

import { contentIfPresent, DqsError, type ArtifactStore } from '@dqs/core';
import { newNoteKeys, type NoteKeys } from '@dqs/core/audit';
import { seal, unseal } from '@dqs/core/journal';

/** The keys that sign checkpoints of a log, under its name. */
export interface SigningKeys extends NoteKeys {
  /** Name of the log in its checkpoints. */
  readonly origin: string;
}

const KEY = 'audit/signing-key';

/**
 * The keys of the audit log of a store; made when they are first asked for. Whoever can read the store can sign, so what a
 * checkpoint proves rests on where it is anchored.
 *
 * @throws DqsError `audit-corrupt` if their bytes were changed.
 */
export async function signingKeys(artifacts: ArtifactStore): Promise<SigningKeys> {
  const known = await knownKeys(artifacts);
  if (known) return known;
  const origin = `dqs-${randomBytes(4).toString('hex')}/audit`;
  const made = { origin, ...newNoteKeys(origin) };
  try {
    await artifacts.put(KEY, seal(made).bytes, { ifNoneMatch: '*' });
    return made;
  } catch (error) {
    if (!DqsError.is(error) || error.code !== 'artifact-conflict') throw error;
    return (await knownKeys(artifacts))!;
  }
}

/** The keys, if they were made. */
export async function knownKeys(artifacts: ArtifactStore): Promise<SigningKeys | undefined> {
  const content = await contentIfPresent(artifacts, KEY);
  if (content === undefined) return undefined;
  return unseal(content, KEY, (key, problem, cause) => {
    return new DqsError('audit-corrupt', `${key}: ${problem}`, { cause, details: { key, problem } });
  }).document as SigningKeys;
}
