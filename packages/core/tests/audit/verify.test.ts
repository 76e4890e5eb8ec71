import fc from 'fast-check';

import { canonicalJson, leafHash, parseAuditEntry, verifyAudit, type Checkpoint } from '../../src/audit/index.js';
import { loggedEntries } from '../support/audit-logs.js';

const COUNT = 60;
const SIZES = [10, 20, 35, 50, COUNT];
let entries: Uint8Array[];
let anchors: Checkpoint[];
beforeAll(async () => ({ entries, anchors } = await loggedEntries(COUNT, SIZES)));

/** Tells whether a number lies where a problem was found. */
async function findsAt(changed: readonly Uint8Array[], number: number, damages: readonly string[]) {
  const { isIntact, problems } = await verifyAudit([changed], anchors);
  expect(isIntact).toBe(false);
  const there = problems.filter(({ from, to }) => from <= number && number <= to);
  expect(there.filter(({ damage }) => damages.includes(damage))).not.toEqual([]);
  return problems;
}

const anyNumber = fc.integer({ min: 1, max: COUNT });
const properties = { seed: 7, numRuns: 200 };

describe('verifyAudit', () => {
  it('finds nothing in a log as it was written, with and without anchors', async () => {
    const report = await verifyAudit([entries.slice(0, 7), entries.slice(7)], anchors);
    expect(report).toEqual({
      isIntact: true,
      entries: COUNT,
      root: anchors.at(-1)!.root,
      anchored: COUNT,
      problems: [],
    });
    expect((await verifyAudit([entries])).isIntact).toBe(true);
  });

  it('finds any flipped bit, at its entry or, in the last one, after the last anchor before it', async () => {
    const flip = fc.tuple(anyNumber, fc.nat(), fc.integer({ min: 0, max: 7 }));
    await fc.assert(
      fc.asyncProperty(flip, async ([number, place, bit]) => {
        const bytes = Uint8Array.from(entries[number - 1]!);
        bytes[place % bytes.length]! ^= 1 << bit;
        const problems = await findsAt(entries.with(number - 1, bytes), number, ['changed', 'rewritten']);
        if (number < COUNT)
          expect(problems.every(({ from, to }) => to - from <= 1 && Math.abs(from - number) <= 1)).toBe(true);
      }),
      properties,
    );
  });

  it('names the one entry that was changed, whose link the next one no longer has', async () => {
    const foundAt = async (number: number) => {
      const forged = withFields(entries[number - 1]!, { actor: { id: 'eve' } });
      const { problems } = await verifyAudit([entries.with(number - 1, forged)]);
      return problems.map(({ damage, from, to }) => [damage, from, to]);
    };
    for (const number of [1, 2, 30, COUNT - 2]) expect(await foundAt(number)).toEqual([['changed', number, number]]);
    // Where the last link is broken, it may be the last entry that was changed.
    expect(await foundAt(COUNT - 1)).toEqual([['changed', COUNT - 1, COUNT]]);
  });

  it('finds deleted entries by their numbers', async () => {
    const gone = fc.tuple(fc.integer({ min: 1, max: COUNT - 1 }), fc.integer({ min: 1, max: 9 }));
    await fc.assert(
      fc.asyncProperty(gone, async ([number, many]) => {
        const to = Math.min(COUNT - 1, number + many - 1);
        const problems = await findsAt(entries.toSpliced(number - 1, to - number + 1), number, ['missing']);
        expect(problems).toContainEqual(expect.objectContaining({ damage: 'missing', from: number, to }));
      }),
      properties,
    );
  });

  it('finds an inserted copy and an inserted forgery by their number', async () => {
    await fc.assert(
      fc.asyncProperty(anyNumber, anyNumber, async (number, at) => {
        const copied = entries.toSpliced(at, 0, entries[number - 1]!);
        // One that stands too early is taken for itself, and itself for late.
        await findsAt(copied, number, number > at ? ['inserted', 'reordered'] : ['inserted']);
        const forged = withFields(entries[number - 1]!, { outcome: 'denied' });
        await findsAt(entries.toSpliced(number - 1, 0, forged), number, ['inserted']);
      }),
      properties,
    );
  });

  it('finds two entries that changed places', async () => {
    await fc.assert(
      fc.asyncProperty(anyNumber, anyNumber, async (a, b) => {
        fc.pre(a !== b);
        const [first, last] = [Math.min(a, b), Math.max(a, b)];
        const swapped = entries.with(first - 1, entries[last - 1]!).with(last - 1, entries[first - 1]!);
        await findsAt(swapped, first, ['reordered', 'missing']);
      }),
      properties,
    );
  });

  it('finds a truncated end, which only an anchor can tell', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: COUNT - 1 }), async (left) => {
        const cut = entries.slice(0, left);
        expect((await verifyAudit([cut])).isIntact).toBe(true);
        const { problems } = await verifyAudit([cut], anchors);
        expect(problems).toEqual([expect.objectContaining({ damage: 'truncated', from: left + 1, to: COUNT })]);
      }),
      properties,
    );
  });

  it('finds a log that was written anew from an entry on, between the anchors around it', async () => {
    await fc.assert(
      fc.asyncProperty(anyNumber, async (number) => {
        const rewritten = rewrittenFrom(number);
        expect((await verifyAudit([rewritten])).isIntact).toBe(true);
        const { problems } = await verifyAudit([rewritten], anchors);
        const to = SIZES.find((size) => size >= number)!;
        const from = (SIZES.findLast((size) => size < number) ?? 0) + 1;
        expect(problems).toEqual([expect.objectContaining({ damage: 'rewritten', from, to })]);
      }),
      properties,
    );
  });
});

function withFields(bytes: Uint8Array, fields: object): Buffer {
  return Buffer.from(canonicalJson({ ...parseAuditEntry(bytes), ...fields } as never));
}

/** All hashes made anew, as somebody does who can write the whole log. */
function rewrittenFrom(number: number): Uint8Array[] {
  const changed = entries.slice(0, number - 1);
  for (const bytes of entries.slice(number - 1)) {
    const previous = changed.length === 0 ? '0'.repeat(64) : leafHash(changed.at(-1)!);
    changed.push(withFields(bytes, { previous, ...(changed.length === number - 1 && { actor: { id: 'eve' } }) }));
  }
  return changed;
}
