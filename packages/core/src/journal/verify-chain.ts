import type { ArtifactStore } from '../artifacts/artifact-store.js';
import { DqsError } from '../errors/dqs-error.js';
import { throwIfAborted } from '../services.js';
import { readEntry, type EntryLink, type JournalFormat, type JournalPosition } from './format.js';

/** An artifact that has changed since it was written. */
export interface ArtifactProblem {
  /** The artifact it is about. */
  readonly key: string;
  readonly problem: string;
}

/** Does a step of a check; what is damaged or missing is noted as a problem, and the answer is then undefined. */
export type Note = <T>(key: string, work: () => Promise<T>) => Promise<T | undefined>;

/**
 * A {@link Note} that collects problems.
 *
 * @param code of the errors that tell of damage; `artifact-not-found` counts as damage too, all others are thrown.
 */
export function noteInto(problems: ArtifactProblem[], code: string): Note {
  return async (key, work) => {
    try {
      return await work();
    } catch (error) {
      if (!DqsError.is(error) || ![code, 'artifact-not-found'].includes(error.code)) throw error;
      const { key: at = key, problem = error.message } = error.details as Partial<ArtifactProblem>;
      problems.push({ key: at, problem });
      return undefined;
    }
  };
}

/** What a check of a chain needs. */
export interface ChainCheck<State, Entry> {
  /** The state before the first entry. */
  readonly empty: State;
  /** What all keys of entries start with. */
  readonly prefix: string;
  readonly problems: ArtifactProblem[];
  readonly note: Note;
  readonly signal?: AbortSignal;
  /** Told of every readable entry, with the state after it. */
  readonly onEntry?: (entry: Entry, state: State) => void;
}

/**
 * Reads a whole journal and checks each entry against its seal and the entry before. A problem does not stop it.
 *
 * @returns the state after the last entry, and the hashes of all readable entries in order.
 */
export async function verifyChain<State extends JournalPosition, Entry extends EntryLink, Body>(
  store: ArtifactStore,
  format: JournalFormat<State, Entry, Body>,
  { empty, prefix, problems, note, signal, onEntry }: ChainCheck<State, Entry>,
): Promise<{ readonly state: State; readonly heads: readonly string[] }> {
  let state = empty;
  const heads: string[] = [];
  const last = Number((await store.list(prefix)).at(-1)?.split('/').at(-1) ?? 0);
  for (let number = 1; number <= last; number += 1) {
    throwIfAborted(signal);
    const key = format.key(number);
    const read = await note(key, async () => readEntry(format, (await store.get(key)).content, number));
    if (!read) {
      // Its hash is unknown, so the link to the next entry cannot be checked.
      state = { ...state, entries: number, head: '' };
      continue;
    }
    if (state.head !== '' && read.entry.previous !== state.head) {
      const problem = `it does not follow entry ${number - 1}: the history was changed before or at it`;
      problems.push({ key, problem });
    }
    state = format.withEntry(state, read.entry, read.hash);
    heads.push(read.hash);
    onEntry?.(read.entry, state);
  }
  return { state, heads };
}

/**
 * Checks the form of a remembered head.
 *
 * @throws DqsError `invalid-argument`.
 */
export function assertHead(head: string | undefined): void {
  if (head === undefined || /^[0-9a-f]{16,64}$/.test(head)) return;
  throw new DqsError(
    'invalid-argument',
    `expected a head of 16 to 64 hexadecimal digits, as printed by verify and list, got ${JSON.stringify(head.slice(0, 80))}`,
  );
}

/**
 * What is wrong if no entry has a remembered head; undefined if one has, or if none is remembered.
 *
 * @param state the state after the last entry.
 */
export function headProblem(
  { entries, head }: JournalPosition,
  heads: readonly string[],
  expected: string | undefined,
): string | undefined {
  if (expected === undefined || heads.some((known) => known.startsWith(expected))) return undefined;
  return (
    `none of the ${entries} entries has the expected head ${expected.slice(0, 16)}: the end of the history was cut off or ` +
    `rewritten; the last entry has the head ${head.slice(0, 16)}`
  );
}
