import type { ArtifactStore } from '../artifacts/artifact-store.js';
import { contentIfPresent } from '../artifacts/content-if-present.js';
import { DqsError } from '../errors/dqs-error.js';
import {
  Journal,
  NO_ENTRY,
  noteInto,
  seal,
  unseal,
  verifyChain,
  type ArtifactProblem,
  type EntryLink,
  type JournalFormat,
  type JournalPosition,
} from '../journal/index.js';
import { SYSTEM_CLOCK, type Clock, type Hooks } from '../services.js';
import type { AuditStore } from './audit-store.js';
import { parseAuditEntry } from './entry.js';
import { JournalCheck } from './journal-check.js';

interface Copied extends JournalPosition {
  /** Number of the last entry of the log that the journal holds. */
  readonly copied: number;
}

/** Entries of the log, as they were. */
interface Copy {
  /** Number of the first. */
  readonly from: number;
  readonly entries: readonly string[];
}

type CopyEntry = EntryLink & Copy;

const PLACE = 'audit/journal';
const EMPTY: Copied = { entries: 0, head: NO_ENTRY, at: '', copied: 0 };
const SAVE_EVERY = 64;
/** Entries of the log in one of the journal, far below what one may hold. */
const MOST_ENTRIES = 1000;
const MOST_CHARACTERS = 1_000_000;
const COPIED_BY = 'audit';

/**
 * A copy of an audit log in a sealed journal on an artifact store: what is lost or changed in the log's own store can be told
 * from it, and had again. It follows the log; whoever has added an entry lets it, and what one did not come to the next does.
 */
export class AuditJournal {
  readonly #artifacts: ArtifactStore;
  readonly #journal: Journal<Copied, CopyEntry, Copy>;

  constructor(artifacts: ArtifactStore, clock: Clock = SYSTEM_CLOCK) {
    this.#artifacts = artifacts;
    this.#journal = new Journal(artifacts, formatOf(artifacts), clock);
  }

  /**
   * Copies the entries that the journal does not hold yet, up to a gap.
   *
   * @returns how many.
   * @throws DqsError `audit-corrupt` if the journal itself was changed.
   */
  async follow(log: AuditStore): Promise<number> {
    for (let copied = 0; ; ) {
      const entry = await this.#journal.append((state) => copyAfter(log, state.copied), COPIED_BY);
      if (entry === undefined) return copied;
      copied += entry.entries.length;
    }
  }

  /** Reads the whole journal, to compare a log with it. */
  async check({ signal }: Pick<Hooks, 'signal'> = {}): Promise<JournalCheck> {
    const damaged: ArtifactProblem[] = [];
    const check = new JournalCheck(damaged);
    await verifyChain(this.#artifacts, formatOf(this.#artifacts), {
      ...{ empty: EMPTY, prefix: `${PLACE}/entries/`, problems: damaged, note: noteInto(damaged, 'audit-corrupt') },
      ...(signal && { signal }),
      onEntry: ({ number, from, entries }) => {
        if (from > check.last && from <= (number - 1) * MOST_ENTRIES + 1) {
          entries.forEach((text, i) => check.copy(from + i, Buffer.from(text)));
        } else damaged.push({ key: keyOf(number), problem: `it holds entry ${from} out of turn` });
      },
    });
    return check;
  }
}

async function copyAfter(log: AuditStore, copied: number): Promise<Copy | undefined> {
  const from = copied + 1;
  const entries: string[] = [];
  let characters = 0;
  for (const bytes of await log.read(from, MOST_ENTRIES)) {
    if (parseAuditEntry(bytes)?.number !== from + entries.length) break;
    const text = Buffer.from(bytes).toString();
    characters += text.length;
    if (characters > MOST_CHARACTERS) break;
    entries.push(text);
  }
  return entries.length === 0 ? undefined : { from, entries };
}

function formatOf(artifacts: ArtifactStore): JournalFormat<Copied, CopyEntry, Copy> {
  const snapshot = `${PLACE}/state`;
  return {
    key: keyOf,
    compose: (link, copy) => ({ ...link, ...copy }),
    parse: (document, { key, number }) => {
      const entry = document as CopyEntry;
      if (entry?.number === number && isCopy(entry)) return entry;
      throw damagedAt(key, 'it belongs elsewhere');
    },
    damaged: damagedAt,
    withEntry: (_, { number, at, from, entries }, head) => {
      return { entries: number, head, at, copied: from + entries.length - 1 };
    },
    load: async () => {
      const content = await contentIfPresent(artifacts, snapshot);
      const state = content === undefined ? EMPTY : (unseal(content, snapshot, damagedAt).document as Copied);
      return { state, entries: state.entries };
    },
    saveEvery: SAVE_EVERY,
    save: async (state) => {
      await artifacts.put(snapshot, seal(state).bytes);
      return { state, entries: state.entries };
    },
  };
}

function keyOf(number: number): string {
  return `${PLACE}/entries/${String(number).padStart(10, '0')}`;
}

function isCopy({ from, entries }: Copy): boolean {
  const isList = Array.isArray(entries) && entries.length > 0 && entries.length <= MOST_ENTRIES;
  return Number.isSafeInteger(from) && isList && entries.every((text) => typeof text === 'string');
}

function damagedAt(key: string, problem: string, cause?: unknown): DqsError {
  return new DqsError('audit-corrupt', `${key}: ${problem}`, { cause, details: { key, problem } });
}
