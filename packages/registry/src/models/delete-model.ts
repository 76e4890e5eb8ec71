import type { Deleted, Entry } from '../journal/entries.js';
import { inUse } from '../errors.js';
import { assertGivenReason } from '../texts.js';
import type { Models } from './models.js';

/** Why something is deleted, and by whom. */
export interface DeleteRequest {
  readonly by: string;
  readonly reason: string;
}

/**
 * Deletes a model that has no aliases: it and its versions can no longer be found. The journal stays, `gc` deletes the
 * files, and a version registered under the name later continues the numbering.
 *
 * @throws DqsError `version-in-use` if it has aliases, `version-unknown`, `invalid-argument` for an empty reason.
 */
export async function deleteModel(models: Models, name: string, request: DeleteRequest): Promise<Entry<Deleted>> {
  const { by, reason } = request;
  assertGivenReason('deleting a model', reason);
  const journal = await models.open(name);
  const { place } = await journal.state();
  const entry = await journal.append(({ aliases, versions }) => {
    const names = Object.keys(aliases).sort();
    if (names.length > 0) throw inUse(`the model ${name}`, names);
    const present = versions.filter(({ isRemoved }) => !isRemoved);
    return { kind: 'deleted', versions: present.map(({ version }) => version), reason };
  }, by);
  await models.dropName(name, place);
  return entry as Entry<Deleted>;
}
