import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { Random } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';
import { MemoryAlertingStore, type AlertingStore } from '@dqs/alerting';
import { playAlerting, PlayService, playText } from '@dqs/alerting/testing';
import { gradeChangedDays } from '@dqs/ledger';
import { drawWorld, gradesText, ledgerFacts, playSchedule } from '@dqs/ledger/testing';

import {
  backup,
  openDatabase,
  PostgresAlertingStore,
  PostgresAuditStore,
  PostgresEvents,
  PostgresLedger,
  restore,
  StoreDatabase,
  verifyBackup,
} from '../src/index.js';
import { appliedMigrations } from '../src/schema/migrate.js';
import { MIGRATIONS } from '../src/schema/migrations/index.js';
import { testFolder } from './support/folders.js';
import { openBackup, packBackup, type OpenedBackup } from './support/hostile-backups.js';
import { serverPrograms, startServer } from './support/server.js';

const at = testFolder();
const bin = serverPrograms();
const world = drawWorld(new Random(11));
const ALL = { from: -1e6, to: 1e6 };

const rowsOf = (database: StoreDatabase) =>
  database.withClient(async (client) => {
    const { rows } = await client.query<{ is_there: boolean }>(
      "SELECT to_regclass('dqs.forecast') IS NOT NULL AS is_there",
    );
    if (!rows[0]!.is_there) return undefined;
    return (await client.query<{ rows: number }>('SELECT count(*) AS rows FROM dqs.forecast')).rows[0]!.rows;
  });

const EVENT = { at: 5, type: 'incident.opened', subject: 'a\tb\\', data: { text: '\\N\n' } };
const SILENCE = { match: { owner: ['ann'] }, from: 0, until: 1, by: 'ann', comment: 'before it', at: 0 };

/** Half of a play, with a receiver that is gone, a silence that was ended and a mark that was taken back. */
async function playHalf<Tx>(store: AlertingStore<Tx>): Promise<void> {
  const ended = { at: 1, by: 'bob' };
  await store.endSilence('checks', (await store.addSilence('checks', SILENCE)).id, ended);
  const mark = await store.addMark('checks', { series: 'orders', kind: 'fixed', day: 20_781, by: 'ann', at: 0 });
  await store.withdrawMark('checks', mark.id, ended);
  const service = new PlayService('mail');
  await playAlerting(store, service, 0, 5);
}

/** The other half. */
async function playOn<Tx>(store: AlertingStore<Tx>): Promise<void> {
  await store.outboxOf('checks').switchOn('mail');
  await playAlerting(store, new PlayService());
  await store.addSilence('checks', { ...SILENCE, comment: 'after it' });
}

async function alertingFacts<Tx>(store: AlertingStore<Tx>) {
  const said = [await store.silences('checks'), await store.marks('checks', ['orders'])];
  return {
    text: await playText(store),
    said,
    outbox: await store.outboxOf('checks').list({}),
    status: await store.outboxOf('checks').status(),
  };
}

describe('a backup', () => {
  let source: StoreDatabase;
  let target: StoreDatabase;
  let text: string;
  const file = at('whole.dqs-backup');
  beforeAll(async () => {
    source = await openDatabase({ folder: at('source') });
    target = await StoreDatabase.open({ folder: at('target') });
    const ledger = new PostgresLedger(source);
    await playSchedule(ledger, world, new Random(5));
    text = await gradesText(ledger);
    await playHalf(new PostgresAlertingStore(source));
    await new PostgresAuditStore(source).append(
      1,
      Uint8Array.from({ length: 256 }, (_, i) => i),
    );
    await new PostgresEvents(source).append(['t\\0', undefined].map((tenant) => ({ ...EVENT, tenant })));
    await backup(source, file);
  });
  afterAll(async () => {
    await source?.close();
    await target?.close();
  });
  beforeEach(() => target.withClient((client) => client.query('DROP SCHEMA IF EXISTS dqs CASCADE')));

  it('restores every bit, and its database goes on from there', async () => {
    const manifest = await restore(target, file);
    expect(manifest.tables.find(({ name }) => name === 'forecast')!.rows).toBeGreaterThan(0);
    const [one, other] = [new PostgresLedger(source), new PostgresLedger(target)];
    expect(await ledgerFacts(other, ALL)).toEqual(await ledgerFacts(one, ALL));
    expect(await other.changedDays()).toEqual(await one.changedDays());
    await playSchedule(other, world, new Random(5));
    expect(await gradesText(other)).toBe(text);
  });

  it('restores what alerting remembers, which goes on from there', async () => {
    await restore(target, file);
    const [one, other] = [new PostgresAlertingStore(source), new PostgresAlertingStore(target)];
    expect(await alertingFacts(other)).toEqual(await alertingFacts(one));
    const memory = new MemoryAlertingStore();
    await playHalf(memory);
    await playOn(memory);
    await playOn(other);
    expect(await playText(other)).toBe(await playText(memory));
    expect(await alertingFacts(other)).toEqual(await alertingFacts(memory));
  });

  it('restores the audit log and the events, which go on from there', async () => {
    await restore(target, file);
    const facts = (database: StoreDatabase) =>
      Promise.all([new PostgresAuditStore(database).read(1, 10), new PostgresEvents(database).since(0, 10)]);
    expect(await facts(target)).toEqual(await facts(source));
    expect(await new PostgresAuditStore(target).append(2, Buffer.from('{}'))).toBe(true);
    await new PostgresEvents(target).append([EVENT]);
    expect(await new PostgresEvents(target).latest()).toBe(3);
  });

  (bin === undefined ? it.skip : it)('goes from an embedded database to a server and back', async () => {
    const server = startServer(bin!);
    const there = await StoreDatabase.open({ url: server.url });
    try {
      await restore(there, file);
      await backup(there, at('server.dqs-backup'));
      await restore(target, at('server.dqs-backup'));
      expect(await gradesText(new PostgresLedger(target))).toBe(text);
    } finally {
      await there.close();
      server.stop();
    }
  });

  it('that an earlier program made is migrated with what it holds', async () => {
    expect((await restore(target, join(__dirname, 'fixtures/schema-2.dqs-backup'))).schema).toBe(2);
    const ledger = new PostgresLedger(target);
    expect(await gradesText(ledger)).toBe(text);
    await playSchedule(ledger, world, new Random(5));
    expect(await gradesText(ledger)).toBe(text);
    const versions = await target.withClient(appliedMigrations);
    expect(versions.map(({ version }) => version)).toEqual(MIGRATIONS.map(({ version }) => version));
  });

  it('of an earlier version is migrated with what it holds', async () => {
    await restore(target, file);
    const later = MIGRATIONS.slice(1).flatMap(({ tables }) => tables.map((table) => `dqs.${table}`));
    await target.withClient((client) =>
      client.query(`DROP TABLE ${later.join(', ')}; DELETE FROM dqs.migration WHERE version > 1`),
    );
    const old = await backup(target, at('old.dqs-backup'));
    expect(old.schema).toBe(1);
    await target.withClient((client) => client.query('DROP SCHEMA dqs CASCADE'));
    await restore(target, at('old.dqs-backup'));
    const ledger = new PostgresLedger(target);
    expect((await ledger.changedDays()).length).toBeGreaterThan(0);
    await gradeChangedDays(ledger);
    expect(await gradesText(ledger)).toBe(text);
  });

  it('holds what there was when it began, whatever is written meanwhile', async () => {
    await restore(target, file);
    let emptied: Promise<unknown> | undefined;
    const manifest = await backup(target, at('meanwhile.dqs-backup'), {
      // When the first table is told, the last ones are still to come.
      onProgress: () => (emptied ??= target.withClient((client) => client.query('DELETE FROM dqs.aggregate'))),
    });
    await emptied;
    const held = openBackup(readFileSync(file)).manifest;
    expect(manifest.tables.map(({ rows }) => rows)).toEqual(held.tables.map(({ rows }) => rows));
  });

  it('is not restored over something, unless that is given up', async () => {
    await restore(target, file);
    await expect(restore(target, file)).rejects.toMatchObject({ code: 'store-not-empty' });
    await target.withClient((client) => client.query("INSERT INTO dqs.cursor VALUES ('other', 1)"));
    await restore(target, file, { replace: true });
    const { rows } = await target.withClient((client) => client.query('SELECT name FROM dqs.cursor'));
    expect(rows).toEqual([{ name: 'deliveries' }]);
  });

  it('that is interrupted leaves no file', async () => {
    const signal = AbortSignal.abort();
    await expect(backup(source, at('none.dqs-backup'), { signal })).rejects.toMatchObject({ code: 'aborted' });
    expect(existsSync(at('none.dqs-backup'))).toBe(false);
  });

  const forged = (change: (opened: OpenedBackup) => void, behind?: string) => () => {
    const opened = openBackup(readFileSync(file));
    change(opened);
    return packBackup(opened, behind);
  };
  const tableIn = ({ manifest }: OpenedBackup, name: string) => manifest.tables.find((table) => table.name === name)!;

  /** Puts other rows into a table, with hashes and counts that fit them. */
  const withRows = (name: string, rows: string) =>
    forged((opened) => {
      const bytes = Buffer.from(rows);
      const part = opened.parts.find(({ table }) => table === name)!;
      part.bytes = bytes;
      tableIn(opened, name).parts = [{ bytes: bytes.length, sha256: sha256(bytes) }];
      tableIn(opened, name).rows = rows.split('\n').length - 1;
    });

  it.each<[string, () => Buffer, RegExp]>([
    ['that is cut off', () => readFileSync(file).subarray(0, -20), /unexpected end of file|truncated|early/],
    ['that is cut off after its parts', forgedEnd, /truncated/],
    // What it shows as follows from where the packing puts it.
    ['that has a flipped bit', flipped, /cannot be restored: ./],
    [
      'with bytes behind its end',
      () => Buffer.concat([readFileSync(file), Buffer.from('x')]),
      /follow|unexpected end|no backup/,
    ],
    ['with something behind its manifest', forged(() => undefined, 'part 1 x\ny'), /follows its manifest/],
    ['that is none', () => gzipSync('a text'), /no backup/],
    ['that is not packed', () => Buffer.from('a text'), /no backup/],
    ['that unpacks to a thousand times its size', () => gzipSync(Buffer.concat([Buffer.from('dqs-store-backup 1\npart 999999999 series\n'), Buffer.alloc(1)])), /at most/], // prettier-ignore
    ['of endless parts', bomb, /unpacks to more than/],
    ['with a table that is not ours', forged((opened) => opened.parts.push({ table: 'pg_authid', bytes: Buffer.from('x') })), /damaged/], // prettier-ignore
    ['whose manifest names a table that is not ours', forged(({ manifest }) => void (manifest.tables[0]!.name = 'pg_authid')), /its tables are pg_authid/], // prettier-ignore
    ['without a table', forged(({ manifest }) => void manifest.tables.pop()), /its tables are/],
    ['with other columns', forged((opened) => void (tableIn(opened, 'series').columns[0] = 'other')), /columns/],
    ['with a statement for a column', forged((opened) => void (tableIn(opened, 'series').columns[0] = 'a"; DROP')), /manifest/], // prettier-ignore
    ['with the rows of another table', withRows('series', 'x\ty\n'), /table series/],
    ['with a row twice', withRows('cursor', 'deliveries\t1\ndeliveries\t1\n'), /table cursor.*duplicate/],
    [
      'with fewer rows than announced',
      forged((opened) => void (tableIn(opened, 'series').rows += 1)),
      /rows, expected/,
    ],
    ['whose parts have changed places', forged(({ parts }) => void parts.reverse()), /damaged/],
  ])('%s is refused whole', async (_what, make, message) => {
    writeFileSync(at('hostile.dqs-backup'), make());
    const before = await rowsOf(target);
    await expect(restore(target, at('hostile.dqs-backup'))).rejects.toMatchObject({
      code: 'store-backup-invalid',
      message: expect.stringMatching(message) as string,
    });
    expect(await rowsOf(target)).toBe(before);
  });

  it('of a newer program says which version restores it', async () => {
    writeFileSync(at('newer.dqs-backup'), forged(({ manifest }) => void Object.assign(manifest, { schema: 99, dqs: '9.9.9' }))()); // prettier-ignore
    await expect(verifyBackup(at('newer.dqs-backup'))).rejects.toMatchObject({
      code: 'store-version',
      message: expect.stringContaining('DQS 9.9.9') as string,
    });
  });

  function forgedEnd(): Buffer {
    const [part] = openBackup(readFileSync(file)).parts;
    return gzipSync(
      Buffer.concat([Buffer.from(`dqs-store-backup 1\npart ${part!.bytes.length} series\n`), part!.bytes]),
    );
  }

  function flipped(): Buffer {
    const bytes = Buffer.from(readFileSync(file));
    bytes[bytes.length >> 1]! ^= 1;
    return bytes;
  }

  function bomb(): Buffer {
    const part = Buffer.concat([Buffer.from('part 16000000 series\n'), Buffer.alloc(16_000_000)]);
    return gzipSync(Buffer.concat([Buffer.from('dqs-store-backup 1\n'), ...Array.from({ length: 6 }, () => part)]));
  }
});
