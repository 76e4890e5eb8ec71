import { DqsError, MemoryStore, type ArtifactStore } from '../src/index.js';
import {
  assertHead,
  headProblem,
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
} from '../src/journal/index.js';

interface Sum extends JournalPosition {
  readonly sum: number;
}

interface Added extends EntryLink {
  readonly add: number;
}

const EMPTY: Sum = { entries: 0, head: NO_ENTRY, at: '', sum: 0 };
const CLOCK = { now: () => Date.parse('2026-03-01T08:00:00Z') };

const damaged = (key: string, problem: string, cause?: unknown) =>
  new DqsError('registry-corrupt', `${key}: ${problem}`, { cause, details: { key, problem } });

const keyOf = (number: number) => `sums/${String(number).padStart(10, '0')}`;

/** A journal of numbers to add, whose state is saved after every four. */
function sumsIn(store: ArtifactStore, saves: number[] = []): JournalFormat<Sum, Added, number> {
  return {
    key: keyOf,
    compose: (link, add) => ({ ...link, add }),
    parse: (document, { key, number }) => {
      const entry = document as Added;
      if (typeof entry?.add !== 'number' || entry.number !== number) throw damaged(key, 'it is no sum');
      return entry;
    },
    damaged,
    withEntry: (state, { number, at, add }, head) => ({ entries: number, head, at, sum: state.sum + add }),
    load: async () => {
      const found = await store.get('saved').catch(() => undefined);
      const state = found ? (JSON.parse(Buffer.from(found.content).toString()) as Sum) : EMPTY;
      return { state, entries: state.entries };
    },
    saveEvery: 4,
    save: async (state) => {
      saves.push(state.entries);
      await store.put('saved', Buffer.from(JSON.stringify(state)));
      return { state, entries: state.entries };
    },
  };
}

const journalIn = (store: ArtifactStore, saves?: number[]) => new Journal(store, sumsIn(store, saves), CLOCK);

async function filled(count: number) {
  const store = new MemoryStore();
  const journal = journalIn(store);
  for (let i = 1; i <= count; i += 1) await journal.append(() => i, 'ann');
  return store;
}

async function problemsOf(store: ArtifactStore): Promise<ArtifactProblem[]> {
  const problems: ArtifactProblem[] = [];
  const note = noteInto(problems, 'registry-corrupt');
  await verifyChain(store, sumsIn(store), { empty: EMPTY, prefix: 'sums/', problems, note });
  return problems;
}

describe('sealed bytes', () => {
  it('are the sha256 of a document in JSON and the document, and give it back', () => {
    const { bytes, hash } = seal({ a: 1 });
    expect(hash).toBe('e346432021b04179518d9614f3560ccd71354a4ee101ddcb893d6959a9d6301c');
    expect(Buffer.from(bytes).toString()).toBe(`${hash}\n{"a":1}\n`);
    expect(unseal(bytes, 'k', damaged)).toEqual({ document: { a: 1 }, hash });
  });

  it('show any flipped bit', () => {
    const { bytes } = seal({ a: 1 });
    for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
      const flipped = Uint8Array.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => unseal(flipped, 'the key', damaged)).toThrow('the key');
    }
  });
});

describe('a journal', () => {
  it('takes entries of many writers, loses none and stays one chain', async () => {
    const store = new MemoryStore();
    await Promise.all(Array.from({ length: 20 }, (_, i) => journalIn(store).append(() => i, `writer ${i}`)));
    expect(await journalIn(store).state()).toMatchObject({ entries: 20, sum: 190 });
    expect(await problemsOf(store)).toEqual([]);
  });

  it('decides each entry from the state just before it', async () => {
    const store = new MemoryStore();
    const once = () => journalIn(store).append(({ sum }) => (sum === 0 ? 5 : undefined), 'ann');
    const written = await Promise.all(Array.from({ length: 16 }, once));
    expect(written.filter((entry) => entry !== undefined)).toHaveLength(1);
    expect(await journalIn(store).state()).toMatchObject({ entries: 1, sum: 5 });
  });

  it('saves its state after every so many entries, and goes on from there', async () => {
    const store = new MemoryStore();
    const saves: number[] = [];
    const journal = journalIn(store, saves);
    for (let i = 0; i < 10; i += 1) await journal.append(() => 1, 'ann');
    expect(saves).toEqual([4, 8]);
    for (let number = 1; number <= 8; number += 1) await store.delete(keyOf(number));
    expect(await journalIn(store).state()).toMatchObject({ entries: 10, sum: 10 });
  });

  it('gives entry times that never run backwards', async () => {
    const store = new MemoryStore();
    const late = new Journal(store, sumsIn(store), { now: () => CLOCK.now() + 1000 });
    await late.append(() => 1, 'ann');
    expect((await journalIn(store).append(() => 1, 'ann'))!.at).toBe('2026-03-01T08:00:01.000Z');
  });

  it('writes no entry that it could not read back', async () => {
    const store = new MemoryStore();
    await expect(journalIn(store).append(() => Number.NaN, 'ann')).rejects.toThrow('it is no sum');
    expect(await store.list('')).toEqual([]);
  });

  it.each(['', '  ', 'x'.repeat(257)])('refuses an author that is none or too long: %j', async (by) => {
    await expect(journalIn(new MemoryStore()).append(() => 1, by)).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});

describe('the check of a chain', () => {
  it('finds nothing where nothing was changed', async () => {
    expect(await problemsOf(await filled(6))).toEqual([]);
  });

  it('finds an entry that was replaced, one that is missing, and one that belongs elsewhere', async () => {
    const replaced = await filled(6);
    const { bytes } = seal({ number: 3, previous: NO_ENTRY, id: 'x', at: '', by: 'eve', add: 1 });
    await replaced.put(keyOf(3), bytes);
    expect((await problemsOf(replaced)).map(({ key }) => key)).toEqual([keyOf(3), keyOf(4)]);
    const missing = await filled(6);
    await missing.delete(keyOf(3));
    expect((await problemsOf(missing)).map(({ key }) => key)).toEqual([keyOf(3)]);
    const moved = await filled(6);
    await moved.put(keyOf(3), (await moved.get(keyOf(2))).content);
    expect(await problemsOf(moved)).toEqual([{ key: keyOf(3), problem: 'it is no sum' }]);
  });

  it('knows by a remembered head that the end was cut off', async () => {
    const store = await filled(6);
    const { head } = await journalIn(store).state();
    await store.delete(keyOf(6));
    const note = noteInto([], 'registry-corrupt');
    const { state, heads } = await verifyChain(store, sumsIn(store), {
      empty: EMPTY,
      prefix: 'sums/',
      problems: [],
      note,
    });
    expect(headProblem(state, heads, head)).toContain('cut off');
    expect(headProblem(state, heads, heads[2]!.slice(0, 16))).toBeUndefined();
    expect(() => assertHead('xyz')).toThrow('16 to 64 hexadecimal digits');
  });
});
