import { DqsError } from '@dqs/core';

import type { Entry, Renamed } from '../journal/entries.js';
import { assertModelName } from '../layout.js';
import { assertGivenReason } from '../texts.js';
import type { Models } from './models.js';

/** Options of a rename. */
export interface RenameRequest {
  readonly to: string;
  readonly by: string;
  readonly reason: string;
}

/**
 * Renames a model: reserves the new name, writes the journal entry that is the rename, then removes the old name from
 * the list. A process killed before the entry leaves a reserved name, which the same rename reuses; after it the rename
 * is done. Journal and files stay where they are, so the old name stays part of this model's history.
 *
 * @throws DqsError `model-exists` if another model has, or had, the name; `version-unknown`, `invalid-argument`.
 */
export async function renameModel(models: Models, from: string, request: RenameRequest): Promise<Entry<Renamed>> {
  const { to, by, reason } = request;
  assertModelName(to);
  assertGivenReason('the new name', reason);
  if (to === from) throw new DqsError('invalid-argument', `expected a name other than ${from}, got the same`);
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
  // Again, since another process that failed at the same rename may have released the name before the entry was
  // written.
  await models.takeName(to, place);
  await models.dropName(from, place);
  return { ...(entry as Entry<Renamed>), model: to };
}

/** A name with a journal belongs to that history, even after its model was deleted or renamed. */
async function assertFree(models: Models, name: string, place: string): Promise<void> {
  if (name === place || (await models.journalAt(name).state()).entries === 0) return;
  throw new DqsError('model-exists', `a model cannot be named ${name}: it is part of another model's history`, {
    details: { model: name },
  });
}
