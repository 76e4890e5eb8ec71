import type { AliasDeleted, Entry, Moved, Refused } from '../journal/entries.js';
import type { ModelJournal } from '../journal/named-journal.js';

/** Where an alias pointed at some time, since when, who moved it and why. */
export interface AliasMoment {
  readonly alias: string;
  readonly version: string;
  /** ISO 8601 time of the move. */
  readonly since: string;
  readonly by: string;
  readonly how: Moved['how'];
  readonly reason: string | null;
  /** Number of the journal entry. */
  readonly entry: number;
}

/** What happens to an alias. */
export type AliasEvent = Moved | Refused | AliasDeleted;

/** Every move of an alias, every refusal and every deletion, oldest first; empty for an alias that never existed. */
export async function aliasHistory(journal: ModelJournal, alias: string): Promise<Entry<AliasEvent>[]> {
  const state = await journal.state();
  const numbers = state.moves[alias] ?? [];
  return (await Promise.all(numbers.map((number) => journal.entry(number)))) as Entry<AliasEvent>[];
}

/** The last entries of a model's journal, oldest first: all of them if `last` is undefined. */
export async function modelHistory(journal: ModelJournal, last?: number): Promise<Entry[]> {
  const { entries } = await journal.state();
  const count = Math.min(entries, last ?? entries);
  return Promise.all(Array.from({ length: count }, (_, i) => journal.entry(entries - count + 1 + i)));
}

/**
 * The version each alias pointed at at a given moment, in order of name. Aliases created later or deleted earlier are
 * left out.
 *
 * @param timeMs milliseconds since 1970-01-01T00:00:00Z; the moment itself is included.
 */
export async function aliasesAt(journal: ModelJournal, timeMs: number): Promise<AliasMoment[]> {
  const { moves } = await journal.state();
  const time = new Date(timeMs).toISOString();
  const moments: AliasMoment[] = [];
  for (const alias of Object.keys(moves).sort()) {
    const history = await aliasHistory(journal, alias);
    const last = history.findLast(({ at, body }) => at <= time && body.kind !== 'refused');
    if (last?.body.kind === 'moved') moments.push(momentOf(last as Entry<Moved>));
  }
  return moments;
}

function momentOf({ body, at, by, number }: Entry<Moved>): AliasMoment {
  const { alias, to, how, reason = null } = body;
  return { alias, version: to, since: at, by, how, reason, entry: number };
}
