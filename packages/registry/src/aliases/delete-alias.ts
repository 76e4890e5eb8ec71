import type { AliasDeleted, Entry } from '../journal/entries.js';
import type { ModelJournal } from '../journal/named-journal.js';
import { unknownAlias } from '../reference.js';
import { assertGivenReason } from '../texts.js';

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
