import type { Entry, Moved, Refused } from '../journal/entries.js';
import type { Journal } from '../journal/journal.js';

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

/** Every move of an alias and every refusal, oldest first; empty for an alias that was never asked for. */
export async function aliasHistory(journal: Journal, alias: string): Promise<Entry<Moved | Refused>[]> {
  const state = await journal.state();
  const numbers = state.moves[alias] ?? [];
  return (await Promise.all(numbers.map((number) => journal.entry(number)))) as Entry<Moved | Refused>[];
}

/** The last entries of a model's journal, oldest first: all of them where `last` is undefined. */
export async function modelHistory(journal: Journal, last?: number): Promise<Entry[]> {
  const { entries } = await journal.state();
  const count = Math.min(entries, last ?? entries);
  return Promise.all(Array.from({ length: count }, (_, i) => journal.entry(entries - count + 1 + i)));
}

/**
 * What every alias pointed at when some moment had passed, in order of name; aliases that came later are left out.
 *
 * @param timeMs milliseconds since 1970-01-01T00:00:00Z; the moment itself is included.
 */
export async function aliasesAt(journal: Journal, timeMs: number): Promise<AliasMoment[]> {
  const { moves } = await journal.state();
  const time = new Date(timeMs).toISOString();
  const moments: AliasMoment[] = [];
  for (const alias of Object.keys(moves).sort()) {
    const history = await aliasHistory(journal, alias);
    const entry = history.findLast(({ at, body }) => at <= time && body.kind === 'moved') as Entry<Moved> | undefined;
    if (entry) moments.push(momentOf(entry));
  }
  return moments;
}

function momentOf({ body, at, by, number }: Entry<Moved>): AliasMoment {
  const { alias, to, how, reason = null } = body;
  return { alias, version: to, since: at, by, how, reason, entry: number };
}
