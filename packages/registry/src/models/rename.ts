import { DqsError } from '@dqs/core';

import type { Entry, Renamed } from '../journal/entries.js';
import { assertModelName } from '../layout.js';
import { assertGivenReason } from '../texts.js';
import type { Models } from './models.js';

/** Another name for a model. */
export interface RenameRequest {
  readonly to: string;
  readonly by: string;
  readonly reason: string;
}

/**
 * Gives a model another name: reserves it, writes the journal entry that is the rename, then takes the old name out of
 * the list. Killed before the entry it leaves a reserved name, which the same rename uses; after it the rename is done.
 * Journal and files stay where they are, and so the old name stays part of this model's history.
 *
 * @throws DqsError `model-exists` where the name is, or was, another model's; `version-unknown`, `invalid-argument`.
 */
export async function renameModel(models: Models, from: string, request: RenameRequest): Promise<Entry<Renamed>> {
  const { to, by, reason } = request;
  assertModelName(to);
  assertGivenReason('the new name', reason);
  if (to === from) throw new DqsError('invalid-argument', `expected another name than ${from}, got the same`);
  const journal = await models.open(from);
  const { place } = await journal.state();
  const isNew = await models.takeName(to, place);
  let entry: Entry;
  try {
    await assertFree(models, to, place);
    entry = (await journal.append(() => ({ kind: 'renamed', from, to, reason }), by))!;
  } catch (error) {
    if (isNew) await models.giveBackName(to, place);
    throw error;
  }
  // Again, since another process that failed to do the same may have given the name back before the entry was there.
  await models.takeName(to, place);
  await models.dropName(from, place);
  return { ...(entry as Entry<Renamed>), model: to };
}

/** A name under which something has happened belongs to that history, also when its model was deleted or renamed. */
async function assertFree(models: Models, name: string, place: string): Promise<void> {
  if (name === place || (await models.journalAt(name).state()).entries === 0) return;
  throw new DqsError('model-exists', `a model cannot get the name ${name}: the history of another model keeps it`, {
    details: { model: name },
  });
}
