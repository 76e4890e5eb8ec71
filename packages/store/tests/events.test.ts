import { PostgresEvents, pruneStore, type NewEvent, type StoreEvent } from '../src/index.js';
import { describeOnPlaces } from './support/contract-places.js';

const eventOf = (subject: string, more: Partial<NewEvent> = {}): NewEvent => ({
  at: 1000,
  type: 'day.graded',
  subject,
  data: null,
  ...more,
});
const subjects = (events: readonly StoreEvent[]) => events.map(({ subject }) => subject);

describeOnPlaces('events', (it, placeOf) => {
  const events = () => new PostgresEvents(placeOf().keeper);
  beforeEach(() => placeOf().keeper.withClient((client) => client.query('TRUNCATE dqs.event')));

  it('are read as they were added, from a number on', async () => {
    const added = [
      eventOf('a', { tenant: 'north\0\ud800', data: { text: '\0', list: [1, null, 'ü'] } }),
      eventOf('b\\u0000', { at: 2000 }),
      eventOf('c'),
    ];
    await events().append(added.slice(0, 2));
    await events().append([]);
    await events().append(added.slice(2));
    expect(await events().since(0, 10)).toEqual(added.map((event, i) => ({ ...event, number: i + 1 })));
    expect(subjects(await events().since(1, 1))).toEqual(['b\\u0000']);
    expect([await events().latest(), await events().since(3, 10)]).toEqual([3, []]);
  });

  it('are there with the change that they tell of, or not at all', async () => {
    const change = (subject: string, isDone: boolean) =>
      placeOf().keeper.transaction(async (tx) => {
        await events().append([eventOf(subject)], tx);
        if (!isDone) throw new Error('undone');
      });
    await change('a', true);
    await expect(change('b', false)).rejects.toThrow('undone');
    await change('c', true);
    expect((await events().since(0, 10)).map(({ number, subject }) => [number, subject])).toEqual([
      [1, 'a'],
      [2, 'c'],
    ]);
  });

  it('reach a reader all and in order, whatever writers do at the same time', async () => {
    const writers = 5;
    const rounds = 40;
    const write = async (writer: number) => {
      for (let round = 0; round < rounds; round += 1) {
        await placeOf().keeper.transaction(async (tx) => {
          await events().append([eventOf(`${writer}/${round}`), eventOf(`${writer}/${round}+`)], tx);
          // One that has its numbers and commits late.
          if (round % 8 === writer) await tx.query('SELECT pg_sleep(0.02)');
        });
      }
    };
    let isWriting = true;
    const writing = Promise.all(Array.from({ length: writers }, (_, i) => write(i))).finally(() => (isWriting = false));
    const seen: StoreEvent[] = [];
    const read = async () => {
      for (;;) {
        const isLast = !isWriting;
        const next = await events().since(seen.at(-1)?.number ?? 0, 7);
        seen.push(...next);
        if (isLast && next.length === 0) return;
      }
    };
    await Promise.all([writing, read()]);
    expect(seen.map(({ number }) => number)).toEqual(Array.from({ length: 2 * writers * rounds }, (_, i) => i + 1));
    expect(new Set(subjects(seen)).size).toBe(2 * writers * rounds);
  });

  it('are removed by age, and no number is given again', async () => {
    const prune = (now: number) => pruneStore(placeOf().keeper, { recordDays: 0, now });
    await events().append([eventOf('a', { at: 1 }), eventOf('b', { at: 5 }), eventOf('c', { at: 2 })]);
    expect(await prune(3)).toEqual([{ what: 'event', rows: 1 }]);
    expect(subjects(await events().since(0, 10))).toEqual(['b', 'c']);
    expect(await prune(100.5)).toEqual([{ what: 'event', rows: 1 }]);
    await events().append([eventOf('d')]);
    expect((await events().since(0, 10)).map(({ number }) => number)).toEqual([3, 4]);
  });
});
