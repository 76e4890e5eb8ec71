import { MemoryStore } from '@dqs/core';
import { AuditJournal, AuditLog, verifyAudit, type AuditProblem, type Checkpoint } from '@dqs/core/audit';

import { PostgresAuditStore } from '../src/index.js';
import { describeOnPlaces } from './support/contract-places.js';

const COUNT = 30;
const eventOf = (number: number) => ({
  actor: { id: 'ann' },
  action: 'model.promote',
  targets: [{ kind: 'model', id: `orders@1.${number}.0` }],
  outcome: 'done' as const,
});
const openLog = (store: PostgresAuditStore) => new AuditLog(store, { origin: 'test/audit', schemas: new Map() });

/** Swaps a name in the bytes of an entry, as somebody does who hides who it was. */
const RENAME = (number: number) =>
  `UPDATE dqs.audit_entry SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '"ann"', '"eve"'), 'UTF8') WHERE number = ${number}`;
/** Makes room for rows from a number on. */
const SHIFT = (number: number) =>
  `UPDATE dqs.audit_entry SET number = -number - 1 WHERE number >= ${number}; UPDATE dqs.audit_entry SET number = -number WHERE number < 0`;

describeOnPlaces('what is done by SQL to an audit log', (it, placeOf) => {
  let anchors: Checkpoint[];
  let journal: AuditJournal;
  const execute = (statements: string) => placeOf().keeper.withClient((client) => client.query(statements));

  beforeEach(async () => {
    await execute('TRUNCATE dqs.audit_entry');
    const store = new PostgresAuditStore(placeOf().keeper);
    const log = openLog(store);
    anchors = [];
    for (let number = 1; number <= COUNT; number += 1) {
      await log.append(eventOf(number));
      if (number % 10 === 0) anchors.push(await log.checkpoint());
    }
    journal = new AuditJournal(new MemoryStore());
    await journal.follow(store);
  });

  /** What is found of the log, and by comparing it with its journal. */
  async function found() {
    const check = await journal.check();
    const batches = new PostgresAuditStore(placeOf().keeper).batches();
    const { problems } = await verifyAudit(batches, anchors, (number, hash) => check.compare(number, hash));
    const shown = (all: readonly AuditProblem[]) => all.map(({ damage, from, to }) => `${damage} ${from}-${to}`);
    return [shown(problems), shown(check.report().problems)];
  }

  it.each([
    ['nothing', 'SELECT 1', [[], []]],
    [
      'a flipped bit',
      'UPDATE dqs.audit_entry SET bytes = set_bit(bytes, 800, 1 - get_bit(bytes, 800)) WHERE number = 7',
      [['changed 7-7'], ['tampered 7-7']],
    ],
    ['another name', RENAME(12), [['changed 12-12'], ['tampered 12-12']]],
    ['a deleted row', 'DELETE FROM dqs.audit_entry WHERE number BETWEEN 5 AND 6', [['missing 5-6'], ['lost 5-6']]],
    [
      'rows that changed places',
      `UPDATE dqs.audit_entry SET number = -number WHERE number IN (8, 15);
       UPDATE dqs.audit_entry SET number = CASE number WHEN -8 THEN 15 ELSE 8 END WHERE number < 0`,
      [
        [
          'reordered 8-8',
          'reordered 9-9',
          'reordered 10-10',
          'reordered 11-11',
          'reordered 12-12',
          'reordered 13-13',
          'reordered 14-14',
        ],
        [],
      ],
    ],
    [
      'an inserted copy',
      `${SHIFT(21)}; INSERT INTO dqs.audit_entry SELECT 21, bytes FROM dqs.audit_entry WHERE number = 4`,
      [['inserted 4-4'], []],
    ],
    ['a cut-off end', 'DELETE FROM dqs.audit_entry WHERE number > 27', [['truncated 28-30'], ['lost 28-30']]],
    ['an emptied table', 'DELETE FROM dqs.audit_entry', [['truncated 1-30'], ['lost 1-30']]],
  ] as const)('is found and located: %s', async (_what, statements, expected) => {
    await execute(statements);
    expect(await found()).toEqual(expected);
  });

  it('is found and located: entries that were written anew from one on', async () => {
    await execute('DELETE FROM dqs.audit_entry WHERE number > 14');
    const log = openLog(new PostgresAuditStore(placeOf().keeper));
    for (let number = 15; number <= COUNT; number += 1) await log.append({ ...eventOf(number), actor: { id: 'eve' } });
    expect(await found()).toEqual([['rewritten 11-20'], ['tampered 15-30']]);
  });
});

describeOnPlaces('an audit log of many batches', (it, placeOf) => {
  it('is read whole and in order, whatever rows are gone', async () => {
    const { keeper } = placeOf();
    await keeper.withClient((client) =>
      client.query(`INSERT INTO dqs.audit_entry SELECT n, convert_to(n::text, 'UTF8') FROM generate_series(1, 12000) n;
                    DELETE FROM dqs.audit_entry WHERE number IN (1, 5000, 7777)`),
    );
    const numbers: number[] = [];
    for await (const batch of new PostgresAuditStore(keeper).batches()) {
      for (const bytes of batch) numbers.push(Number(Buffer.from(bytes).toString()));
    }
    const all = Array.from({ length: 12_000 }, (_, i) => i + 1);
    expect(numbers).toEqual(all.filter((number) => ![1, 5000, 7777].includes(number)));
    const back = await new PostgresAuditStore(keeper).before(7779, 3);
    expect(back.map(({ number }) => number)).toEqual([7778, 7776, 7775]);
  });
});
