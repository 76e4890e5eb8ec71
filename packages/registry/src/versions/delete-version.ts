import { inUse } from '../errors.js';
import type { Entry, Removed } from '../journal/entries.js';
import type { ModelJournal } from '../journal/named-journal.js';
import { exactVersion } from '../reference.js';
import { assertGivenReason } from '../texts.js';

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
