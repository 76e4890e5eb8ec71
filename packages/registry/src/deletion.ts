import { inUse } from './errors.js';
import type { AliasDeleted, Deleted, Entry, Removed } from './journal/entries.js';
import type { ModelJournal } from './journal/named-journal.js';
import type { Models } from './models/models.js';
import { exactVersion, unknownAlias } from './reference.js';
import { assertGivenReason } from './texts.js';

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

/**
 * Deletes an alias: it points nowhere until a promotion creates it again. Its history stays.
 *
 * @throws DqsError `version-unknown` if there is none of that name, `invalid-argument` for an empty reason.
 */
export async function deleteAlias(
  journal: ModelJournal,
  { alias, by, reason }: { readonly alias: string; readonly by: string; readonly reason: string },
): Promise<Entry<AliasDeleted>> {
  assertGivenReason('deleting an alias', reason);
  const entry = await journal.append((state) => {
    const now = state.aliases[alias];
    if (!now) throw unknownAlias(state, alias);
    return { kind: 'alias-deleted', alias, from: now.version, reason };
  }, by);
  return entry as Entry<AliasDeleted>;
}

/**
 * Deletes a version that no alias points at: it can no longer be found and its number stays taken. The journal keeps
 * its entry, and `gc` deletes its files.
 *
 * @param version its number; a range or an alias might resolve to another version tomorrow.
 * @throws DqsError `version-in-use` if an alias points at it, `version-unknown`, `invalid-argument` for an empty
 * reason.
 */
export async function deleteVersion(
  journal: ModelJournal,
  { version, by, reason }: { readonly version: string; readonly by: string; readonly reason: string },
): Promise<Entry<Removed>> {
  assertGivenReason('deleting a version', reason);
  const entry = await journal.append((state) => {
    exactVersion(state, version);
    const names = Object.keys(state.aliases).filter((alias) => state.aliases[alias]!.version === version);
    if (names.length > 0) throw inUse(`${state.model}@${version}`, names.sort());
    return { kind: 'removed', versions: [version], uploads: [], reason };
  }, by);
  return entry as Entry<Removed>;
}
