import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DqsError, FileStore, SILENT_LOGGER } from '@dqs/core';
import { fileAnchor, openCheckpoint, parseAuditEntry, type AuditEntry } from '@dqs/core/audit';
import type { StoreDatabase } from '@dqs/store';

import {
  anchorAudit,
  audited,
  auditIn,
  gitAnchor,
  openDatabase,
  readAudit,
  signingKeys,
  verifyAuditOf,
  webhookAnchor,
  withAudit,
  type Audit,
} from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'dqs-runtime-audit-'));
chmodSync(folder, 0o711);
const store = join(folder, 'store');
const hooks = { logger: SILENT_LOGGER };
const SILENCE = { match: { owner: ['ann'] }, from: 0, until: 1, by: 'ann', comment: 'a move', at: 0 };
const actOf = (action: string, id: string) => ({ actor: { id: 'ann' }, action, targets: [{ kind: 'thing', id }] });

let database: StoreDatabase;
let audit: Audit;
beforeAll(async () => {
  database = await openDatabase({ store });
  audit = await auditIn(database, { store }, hooks);
});
afterAll(async () => {
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

const entries = async () => (await audit.entries.read(1, 1000)).map((bytes) => parseAuditEntry(bytes)!);
const shown = ({ action, outcome, targets, closes }: AuditEntry) =>
  [action, outcome, targets[0]?.id, closes].filter((one) => one !== undefined).join(' ');
const lastShown = async (count: number) => (await entries()).slice(-count).map(shown);

describe('an act', () => {
  it('that changes the database is there with its entry', async () => {
    await audit.changeAlerting(actOf('silence.add', 's1'), (alerting) => alerting.addSilence('checks', SILENCE));
    expect(await lastShown(1)).toEqual(['silence.add done s1']);
  });

  it('that fails in the database leaves nothing but the entry that says so', async () => {
    const before = (await entries()).length;
    const failing = audit.change(actOf('silence.add', 's2'), (within) =>
      within.transaction(async (tx) => {
        await tx.query("INSERT INTO dqs.cursor VALUES ('half', 1)");
        throw new DqsError('invalid-argument', 'no');
      }),
    );
    await expect(failing).rejects.toMatchObject({ code: 'invalid-argument' });
    const { rowCount } = await database.withClient((client) => client.query('SELECT FROM dqs.cursor'));
    expect([rowCount, await lastShown((await entries()).length - before)]).toEqual([0, ['silence.add failed s2']]);
  });

  it('elsewhere is begun before it is done, and closed as done, denied or failed', async () => {
    const before = (await entries()).length;
    await audit.around(actOf('model.promote', 'm1'), async () =>
      expect(await lastShown(1)).toEqual(['model.promote begun m1']),
    );
    await audit.around(
      actOf('model.promote', 'm2'),
      async () => 'refused',
      () => ({ outcome: 'denied' }),
    );
    const denied = () => Promise.reject(new DqsError('access-denied', 'no'));
    await expect(audit.around(actOf('key.revoke', 'k1'), denied)).rejects.toMatchObject({ code: 'access-denied' });
    await expect(audit.around(actOf('key.revoke', 'k2'), () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    const own = (await entries()).slice(before);
    expect(own.map(shown)).toEqual([
      'model.promote begun m1',
      `model.promote done m1 ${own[0]!.number}`,
      'model.promote begun m2',
      `model.promote denied m2 ${own[2]!.number}`,
      'key.revoke begun k1',
      `key.revoke denied k1 ${own[4]!.number}`,
      'key.revoke begun k2',
      `key.revoke failed k2 ${own[6]!.number}`,
    ]);
  });

  it('is recorded once for each of many at the same time, in one chain that the journal has copied', async () => {
    const before = (await entries()).length;
    const act = (i: number) =>
      i % 2 === 0
        ? audit.record({ ...actOf('access.refuse', `r${i}`), outcome: 'denied' })
        : audit.changeAlerting(actOf('silence.add', `r${i}`), (alerting) =>
            alerting.addSilence('checks', { ...SILENCE, comment: `${i}` }),
          );
    await Promise.all(Array.from({ length: 20 }, (_, i) => act(i)));
    const { isIntact, entries: count, journal } = await verifyAuditOf(audit);
    expect([isIntact, count, journal]).toEqual([
      true,
      before + 20,
      { copied: before + 20, notYetCopied: 0, problems: [], damaged: [] },
    ]);
  });

  it('of which only what is named may be recorded shows nothing else', async () => {
    const after = { name: 'nightly', role: 'viewer', secret: 'dqs_live_1' };
    await audit.record({ ...actOf('key.create', 'k3'), outcome: 'done', after });
    expect((await entries()).at(-1)!.after).toEqual({ name: 'nightly', role: 'viewer', secret: '[redacted]' });
  });

  it('without a store is done and recorded nowhere, and with one in its log', async () => {
    expect(await audited({}, hooks, actOf('model.promote', 'm3'), async () => 1)).toBe(1);
    expect(await audited({ store }, hooks, actOf('model.promote', 'm4'), async () => 2)).toBe(2);
    expect((await lastShown(2)).map((text) => text.split(' ').slice(0, 3).join(' '))).toEqual([
      'model.promote begun m4',
      'model.promote done m4',
    ]);
  });

  it('whose journal cannot be written is done and recorded, and the next one lets the journal catch up', async () => {
    const broken = Object.assign(new FileStore(store), { put: () => Promise.reject(new Error('disk full')) });
    const warnings: object[] = [];
    const logger = { ...SILENT_LOGGER, warn: (fields: object) => void warnings.push(fields) };
    const { Audit: Log, loadStorePackage } = await import('../src/index.js');
    const parts = { store: await loadStorePackage(), database, artifacts: broken, clock: { now: () => 0 }, logger };
    await new Log(parts).record({ ...actOf('access.refuse', 'x'), outcome: 'denied' });
    expect(warnings).toEqual([{ error: 'disk full' }]);
    expect((await verifyAuditOf(audit)).journal).toMatchObject({ notYetCopied: 1 });
    await audit.follow();
    expect((await verifyAuditOf(audit)).journal).toMatchObject({ notYetCopied: 0 });
  });
});

describe('a process that is killed', () => {
  /** Runs the program until it says something, and kills it. */
  async function killed(kind: string): Promise<string> {
    const environment = Object.fromEntries(Object.entries(process.env).filter(([key]) => key !== 'NODE_OPTIONS'));
    const program = join(__dirname, 'programs', 'act-and-hang.ts');
    const args = ['--conditions', '@dqs/source', '--import', 'tsx', program, join(store, 'postgres'), kind];
    const child = spawn(process.execPath, args, { env: environment, cwd: join(__dirname, '..') });
    let errors = '';
    child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
    const said = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    child.kill('SIGKILL');
    return `${String(said[0]).trim()}${errors}`;
  }

  it('between a change and the journal loses nothing: the next act copies its entry', async () => {
    expect(await killed('change')).toBe('the change is there');
    expect(await lastShown(1)).toEqual(['silence.add done change']);
    expect((await verifyAuditOf(audit)).journal).toMatchObject({ notYetCopied: 1, problems: [] });
    await audit.record({ ...actOf('access.refuse', 'next'), outcome: 'denied' });
    expect((await verifyAuditOf(audit)).journal).toMatchObject({ notYetCopied: 0, problems: [] });
  });

  it('in the middle of an act elsewhere leaves that it had begun', async () => {
    expect(await killed('act')).toBe('the act is under way');
    expect(await lastShown(1)).toEqual(['model.promote begun act']);
  });
});

describe('the audit log of a store', () => {
  it('is read by who, what, on what and how it ended; the reading is recorded before', async () => {
    const read = async (filter: Parameters<typeof readAudit>[2]) =>
      (await readAudit(audit, { actor: { id: 'bob' } }, filter)).map(({ entry }) => shown(entry));
    expect(await read({ action: 'key', outcome: 'denied' })).toEqual([expect.stringMatching(/^key.revoke denied k1/)]);
    expect(await read({ target: 's1' })).toEqual(['silence.add done s1']);
    expect(await read({ actor: 'bob', last: 1 })).toEqual(['audit.read done target=s1']);
    expect(await read({ from: Date.now() + 60_000 })).toEqual([]);
    expect(await read({ before: 3 })).toEqual(['silence.add done s1', 'silence.add failed s2']);
    expect(await lastShown(1)).toEqual(['audit.read done before=3']);
  });

  it('is anchored in a folder, in a git repository and at a URL, by a key of the store', async () => {
    const keys = await signingKeys(new FileStore(store));
    expect(await signingKeys(new FileStore(store))).toEqual(keys);
    const repository = join(folder, 'repository');
    const git = (...args: readonly string[]) =>
      execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    git('init', '--quiet', '--bare', join(folder, 'remote.git'));
    git('clone', '--quiet', join(folder, 'remote.git'), repository);
    for (const [name, value] of [
      ['user.name', 'a'],
      ['user.email', 'a@example.org'],
      ['push.autoSetupRemote', 'true'],
    ]) {
      git('-C', repository, 'config', name!, value!);
    }
    const received: string[] = [];
    const server = createServer((request, response) => {
      request.on('data', (text: Buffer) => received.push(text.toString())).on('end', () => response.end());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const by = { actor: { id: 'ann' } };
    for (const to of [
      fileAnchor(join(folder, 'anchors')),
      gitAnchor(repository),
      webhookAnchor(`http://127.0.0.1:${port}`),
    ]) {
      await anchorAudit(audit, by, keys, { ...to, place: 'elsewhere' });
    }
    server.close();
    const notes = [
      ...(await fileAnchor(join(folder, 'anchors')).read()),
      ...(await fileAnchor(repository).read()),
      ...received,
    ];
    const checkpoints = notes.map((note) => openCheckpoint(note, keys.verifier));
    expect(checkpoints.map(({ origin }) => origin)).toEqual([keys.origin, keys.origin, keys.origin]);
    expect(await verifyAuditOf(audit, checkpoints)).toMatchObject({ isIntact: true, anchored: checkpoints[2]!.size });
    expect(git('-C', repository, 'log', '--format=%s').trim()).toBe(`Checkpoint of ${checkpoints[1]!.size} entries`);
  });

  it('is not anchored where git or the receiver refuses, which is said', async () => {
    const keys = await signingKeys(new FileStore(store));
    const refused = (to: ReturnType<typeof gitAnchor>) =>
      anchorAudit(audit, { actor: { id: 'ann' } }, keys, { ...to, place: 'nowhere' });
    await expect(refused(gitAnchor(folder))).rejects.toMatchObject({ code: 'anchor-failed' });
    await expect(refused(webhookAnchor('http://127.0.0.1:1'))).rejects.toMatchObject({ code: 'anchor-failed' });
    expect(() => webhookAnchor('no address')).toThrow(expect.objectContaining({ code: 'config-invalid' }) as Error);
    expect(await lastShown(1)).toEqual([expect.stringMatching(/^audit.anchor failed nowhere/)]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.checkpoint'))).toEqual([]);
  });

  it('that was tampered with and lost entries is told by the journal, and is not anchored', async () => {
    await database.withClient((client) =>
      client.query(`DELETE FROM dqs.audit_entry WHERE number = 3;
        UPDATE dqs.audit_entry SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '"ann"', '"eve"'), 'UTF8') WHERE number = 5`),
    );
    const { isIntact, problems, journal } = await withAudit({ store }, hooks, (again) => verifyAuditOf(again));
    expect([isIntact, problems.map(({ damage, from }) => [damage, from])]).toEqual([
      false,
      [
        ['missing', 3],
        ['changed', 5],
      ],
    ]);
    expect(journal!.problems.map(({ damage, from }) => [damage, from])).toEqual([
      ['lost', 3],
      ['tampered', 5],
    ]);
    const to = { ...fileAnchor(join(folder, 'late')), place: 'late' };
    const anchoring = anchorAudit(audit, { actor: { id: 'ann' } }, await signingKeys(new FileStore(store)), to);
    await expect(anchoring).rejects.toMatchObject({ code: 'audit-corrupt' });
    expect(await to.read()).toEqual([]);
  });
});
