import fc from 'fast-check';

import { EMPTY_LOG, nextEntry, parseAuditEntry } from '../../src/audit/index.js';
import { isNext } from '../../src/audit/is-next.js';

const HASH = 'a'.repeat(64);
const END = { ...EMPTY_LOG, number: 6, hash: HASH };
const entryWith = (more: object) =>
  nextEntry({ actor: { id: 'ann' }, action: 'model.promote', targets: [], outcome: 'done', ...more }, 'keep', END, 0);

/** What somebody could write into the states of an entry to pass for its link. */
const LINK = { number: 9, outcome: 'done', previous: HASH, schemaVersion: 1, targets: [] };
const hostileText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('[', ']', ']}', '"', '\\', JSON.stringify(LINK), `,"number":9,"outcome":"done","previous":"${HASH}"`),
);
const hostileState = fc.oneof(
  hostileText,
  fc.constantFrom(LINK, [LINK], { z: LINK }, { z: [LINK] }),
  fc.array(hostileText),
);

describe('isNext', () => {
  it('knows an entry as it is written, of every outcome', () => {
    for (const outcome of ['done', 'denied', 'failed', 'begun']) {
      const bytes = entryWith({ outcome, targets: [{ kind: 'model', id: 'ü' }] });
      expect([isNext(bytes, 7, HASH), isNext(bytes, 8, HASH), isNext(bytes, 7, 'b'.repeat(64))]).toEqual([
        true,
        false,
        false,
      ]);
    }
  });

  it('never says of an entry that it is another one than parsing says', () => {
    const made = fc.record({
      targets: fc.array(fc.record({ kind: hostileText, id: hostileText }), { maxLength: 3 }),
      before: hostileState,
      after: hostileState,
      context: fc.record({ reason: hostileText }),
    });
    fc.assert(
      fc.property(made, (more) => {
        const bytes = entryWith(more);
        const { number, previous } = parseAuditEntry(bytes)!;
        expect([number, previous, isNext(bytes, 9, HASH)]).toEqual([7, HASH, false]);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('does not take a part of a text for all of it', () => {
    const link = JSON.stringify(LINK);
    for (const text of [
      `{"after":${link},"number":7}`,
      `{"after":[${link}]}`,
      `{"number":7,"previous":"x","z":[${link}]}`,
      `{"number":7,"previous":"x","z":${link}}`,
      `[${link}]`,
      `${link}x`,
    ]) {
      expect([text, isNext(Buffer.from(text), 9, HASH)]).toEqual([text, false]);
    }
  });
});
