import { MS_PER_HOUR } from '@dqs/core';
import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';

import { marksAt, type MarkRequest } from '../store/marks.js';
import { silencesAt, type SilenceRequest } from '../store/silences.js';
import {
  hasCode,
  NAME,
  ODD_TEXT,
  START,
  type AlertingStoreCase,
  type OpenAlertingStore,
} from './alerting-store-case.js';

/** Promises about what people say: silences and marks. */
export const SAYING_CASES: readonly AlertingStoreCase[] = [
  { title: 'a silence that is made again is the one that is there', run: silencedTwice },
  { title: 'the first end of a silence counts, and a silence that is not there has none', run: endedOnce },
  { title: 'a silence of everything, or of no time, is refused and not kept', run: refusedSilence },
  { title: 'silences are listed in the order in which they were made, those that have ended included', run: silences },
  { title: 'a silence ends for the ticks after its end alone', run: knownSilences },
  { title: 'what is said of a series twice is there once', run: markedTwice },
  { title: 'a mark that was taken back stays known, the first time counts', run: withdrawnOnce },
  { title: 'until something that is not said is refused and not kept', run: refusedMark },
  { title: 'marks are listed by series, in the order in which they were said', run: marks },
];

const SILENCE: SilenceRequest = {
  match: { dataset: ['orders', 'cust*'], severity: ['warning'] },
  from: START,
  until: START + MS_PER_HOUR,
  by: 'ann',
  comment: ODD_TEXT,
  at: START,
};
const MARK: MarkRequest = { series: ODD_TEXT, kind: 'false-alarm', day: 20_780, by: 'ann', at: START };

async function silencedTwice<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  const made = await store.addSilence(NAME, SILENCE);
  const again = await (await open()).addSilence(NAME, SILENCE);
  deepStrictEqual([made, again], [{ ...SILENCE, id: made.id, ended: null }, made]);
  deepStrictEqual(await store.silences(NAME), [made]);
  const other = await store.addSilence(NAME, { ...SILENCE, by: 'bob' });
  deepStrictEqual([other.id === made.id, (await store.silences(NAME)).length], [false, 2]);
  deepStrictEqual(await store.silences('other'), []);
}

async function endedOnce<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  const { id } = await store.addSilence(NAME, SILENCE);
  const first = { at: START + 10, by: 'bob' };
  deepStrictEqual((await store.endSilence(NAME, id, first))?.ended, first);
  deepStrictEqual((await store.endSilence(NAME, id, { at: START + 20, by: 'eve' }))?.ended, first);
  deepStrictEqual((await store.addSilence(NAME, SILENCE)).ended, first);
  strictEqual(await store.endSilence(NAME, 'sil-none', first), undefined);
  strictEqual(await store.endSilence('other', id, first), undefined);
}

async function refusedSilence<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  for (const wrong of [{ match: {} }, { match: { owner: [] } }, { until: START }, { until: Number.NaN }]) {
    await rejects(store.addSilence(NAME, { ...SILENCE, ...wrong }), hasCode('invalid-argument'));
  }
  deepStrictEqual(await store.silences(NAME), []);
}

async function silences<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  const made = [];
  for (const comment of ['c', 'a', 'b']) made.push(await store.addSilence(NAME, { ...SILENCE, comment }));
  await store.endSilence(NAME, made[0]!.id, { at: START + 1, by: 'bob' });
  const comments = (await store.silences(NAME)).map(({ comment }) => comment);
  deepStrictEqual(comments, ['c', 'a', 'b']);
}

async function knownSilences<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  const { id } = await store.addSilence(NAME, SILENCE);
  await store.endSilence(NAME, id, { at: START + 10, by: 'bob' });
  const all = await store.silences(NAME);
  const untilAt = (at: number) => silencesAt(all, at).map(({ until }) => until);
  deepStrictEqual([untilAt(START - 1), untilAt(START + 9)], [[], [SILENCE.until]]);
  deepStrictEqual(untilAt(START + 10), [START + 10]);
}

async function markedTwice<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  const made = await store.addMark(NAME, MARK);
  deepStrictEqual([made, await store.addMark(NAME, MARK)], [{ ...MARK, id: made.id, withdrawn: null }, made]);
  const until = { ...MARK, kind: 'expected-until', below: 80, comment: ODD_TEXT } as const;
  const second = await (await open()).addMark(NAME, until);
  deepStrictEqual(await store.marks(NAME), [made, { ...until, id: second.id, withdrawn: null }]);
  deepStrictEqual(await store.marks('other'), []);
}

async function withdrawnOnce<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  const { id } = await store.addMark(NAME, MARK);
  const first = { at: START + 10, by: 'bob' };
  deepStrictEqual((await store.withdrawMark(NAME, id, first))?.withdrawn, first);
  deepStrictEqual((await store.withdrawMark(NAME, id, { at: START + 20, by: 'eve' }))?.withdrawn, first);
  strictEqual(await store.withdrawMark(NAME, 'mark-none', first), undefined);
  const all = await store.marks(NAME);
  const known = (at: number) => marksAt(all, at).get(ODD_TEXT)?.length ?? 0;
  deepStrictEqual([known(START - 1), known(START), known(START + 9), known(START + 10)], [0, 1, 1, 0]);
}

async function refusedMark<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  for (const below of [undefined, -1, 101]) {
    const said = below === undefined ? {} : { below };
    await rejects(store.addMark(NAME, { ...MARK, kind: 'expected-until', ...said }), hasCode('invalid-argument'));
  }
  deepStrictEqual(await store.marks(NAME), []);
}

async function marks<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  for (const series of ['b', 'a', 'c', 'a']) {
    await store.addMark(NAME, { ...MARK, series, day: MARK.day + (await store.marks(NAME)).length });
  }
  const days = async (series?: readonly string[]) => (await store.marks(NAME, series)).map(({ day }) => day - MARK.day);
  deepStrictEqual(await days(), [0, 1, 2, 3]);
  deepStrictEqual(await days(['a', 'c', 'none']), [1, 2, 3]);
  deepStrictEqual(await days([]), []);
}
