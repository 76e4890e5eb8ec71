import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  AuditLog,
  auditBatches,
  fileAnchor,
  MemoryAuditStore,
  newNoteKeys,
  signCheckpoint,
  type AuditEntry,
} from '@dqs/core/audit';
import { openDatabase } from '@dqs/store';

import { dqs, scratchFolder } from './support/dqs.js';

const folder = scratchFolder();
const { signer, verifier } = newNoteKeys('example.org/audit');
const verify = (file: string, ...args: readonly string[]) => dqs(['audit', 'verify', file, ...args], { cwd: folder });
const AGAINST = ['--against', 'anchors', '--key', verifier];
let lines: string[] = [];

/** Writes an export. */
function exported(name: string, changed: readonly string[]): string {
  writeFileSync(join(folder, name), changed.map((line) => `${line}\n`).join(''));
  return name;
}

beforeAll(async () => {
  const store = new MemoryAuditStore();
  const log = new AuditLog(store, { origin: 'example.org/audit', schemas: new Map() });
  for (let number = 1; number <= 20; number += 1) {
    const targets = [{ kind: 'model', id: `orders-${number}-ü` }];
    await log.append({ actor: { id: 'ann' }, action: 'model.promote', targets, outcome: 'done' });
    if (number === 15) await fileAnchor(join(folder, 'anchors')).write(signCheckpoint(await log.checkpoint(), signer));
  }
  for await (const batch of auditBatches(store)) lines = [...lines, ...batch.map((one) => Buffer.from(one).toString())];
});

describe('dqs audit verify', () => {
  it('says of a log as it was written how far an anchor vouches for it', async () => {
    const { code, stdout } = await verify(exported('fine.ndjson', lines), ...AGAINST);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^20 entries are intact; an anchor vouches for the first 15\nroot [A-Za-z0-9+/]{43}=\n$/),
    ]);
    expect((await verify('fine.ndjson')).stdout).toContain('no anchor vouches for it');
  });

  it('ends with 3 and names the entry that was changed, and what is gone from the end', async () => {
    const changed = await verify(
      exported('changed.ndjson', lines.with(4, lines[4]!.replace('ann', 'eve'))),
      ...AGAINST,
    );
    expect([changed.code, changed.stdout]).toEqual([3, expect.stringMatching(/changed {3}entry 5: /)]);
    const cut = await verify(exported('cut.ndjson', lines.slice(0, 12)), ...AGAINST, '--json');
    expect(cut.code).toBe(3);
    expect(JSON.parse(cut.stdout)).toMatchObject({ problems: [{ damage: 'truncated', from: 13, to: 15 }], anchors: 1 });
  });

  it('refuses a foreign key, anchors without a key, a folder without anchors and a missing file', async () => {
    const foreign = await verify(
      'fine.ndjson',
      '--against',
      'anchors',
      '--key',
      newNoteKeys('example.org/audit').verifier,
    );
    expect([foreign.code, foreign.stderr]).toEqual([1, expect.stringContaining('expected a signed note')]);
    expect((await verify('fine.ndjson', '--against', 'anchors')).code).toBe(2);
    expect((await verify('fine.ndjson', '--against', 'nowhere', '--key', verifier)).code).toBe(1);
    expect((await verify('missing.ndjson')).stderr).toContain('expected entries of an audit log');
  });
});

const POLICY =
  'apiVersion: dqs/v1\nkind: AlertPolicy\nmetadata: { name: checks }\nrules: []\nroutes: []\nreceivers: {}\n';

describe('the audit log of a store', () => {
  const run = (...args: readonly string[]) => dqs([...args, '--store', 'store'], { cwd: folder });
  const fine = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stderr]).toEqual([0, '']);
    return stdout;
  };
  const listed = async (...args: readonly string[]) => {
    const { entries } = JSON.parse(await fine('audit', 'list', '--json', ...args)) as { entries: AuditEntry[] };
    return entries;
  };
  const shown = ({ actor, action, outcome, targets }: AuditEntry) =>
    `${actor.id} ${action} ${outcome} ${targets[0]?.kind ?? ''}`;
  const BY = ['--by', 'ann'];

  it('tells of keys, silences, marks and jobs who made, ended and withdrew them, and of what failed', async () => {
    writeFileSync(join(folder, 'dqs.alerts.yaml'), POLICY);
    const made = JSON.parse(await fine('keys', 'create', '--name', 'nightly', ...BY, '--json')) as { id: string };
    await fine('keys', 'revoke', made.id, ...BY);
    expect((await run('keys', 'revoke', 'constructor1', ...BY)).code).toBe(1);
    const silence = ['--match', 'dataset=orders', '--until', '2099-01-01', '--comment', 'Migration'];
    await fine('alerts', 'silence', 'add', ...silence, ...BY);
    expect((await run('alerts', 'silence', 'end', 'sil-000000000000', ...BY)).code).toBe(2);
    await fine('alerts', 'mark', 'fixed', 'orders', ...BY);
    expect((await run('alerts', 'incident', 'acknowledge', 'inc-000000000000', ...BY)).code).toBe(2);
    expect((await run('jobs', 'retry', 'forecast', '2026-03-02', ...BY)).code).toBe(1);
    const entries = await listed();
    expect(entries.map(shown)).toEqual([
      'ann key.create begun key-name',
      'ann key.create done key',
      'ann key.revoke begun key',
      'ann key.revoke done key',
      'ann key.revoke begun key',
      'ann key.revoke failed key',
      'ann silence.add done silence',
      'ann mark.add done mark',
      'ann incident.acknowledge failed incident',
    ]);
    expect(entries[1]!.after).toMatchObject({ name: 'nightly', role: 'viewer' });
    expect(JSON.stringify(entries)).not.toContain('dqs_live');
  });

  it('tells of acts on a registry, and who has read it', async () => {
    expect((await run('registry', 'promote', 'orders@latest', 'production', ...BY, '--reason', 'x')).code).toBe(1);
    expect((await listed('--action', 'model')).map(shown)).toEqual([
      'ann model.promote begun version',
      'ann model.promote failed version',
    ]);
    expect((await listed('--action', 'audit', ...BY)).map(({ targets }) => targets[0]!.id)).toEqual([
      'last=50',
      'action=model last=50',
    ]);
    const table = await fine('audit', 'list', '--actor', 'ann', '--outcome', 'failed', '--last', '1');
    expect(table).toMatch(/number\s+at.*\n.*\n?.*ann\s+model\.promote\s+failed\s+version orders@latest/);
    expect(await fine('audit', 'list', '--target', 'production', '--format', 'csv')).toMatch(
      /^number,at,actor,action,outcome,targets,reason\n\d+,.*,ann,model.promote,begun,"version orders@latest, alias production",x\n/m,
    );
  });

  it('is anchored elsewhere, and verified by its anchors, its journal and an export of it', async () => {
    expect((await run('audit', 'anchor')).code).toBe(2);
    const { key } = JSON.parse(await fine('audit', 'anchor', '--to', 'elsewhere', ...BY, '--json')) as { key: string };
    expect(await fine('audit', 'verify', '--against', 'elsewhere')).toMatch(
      /entries are intact; an anchor vouches for the first \d+\nthe journal holds \d+ of them, all the same\nroot /,
    );
    writeFileSync(join(folder, 'whole.ndjson'), await fine('audit', 'list', '--format', 'ndjson'));
    const { code, stdout } = await verify('whole.ndjson', '--against', 'elsewhere', '--key', key);
    expect([code, stdout]).toEqual([0, expect.stringContaining('an anchor vouches for')]);
  });

  it('ends with 3 when it was changed in the database, and says what was lost and what was tampered with', async () => {
    const database = await openDatabase({ folder: join(folder, 'store', 'postgres') });
    await database.withClient((client) =>
      client.query(
        `DELETE FROM dqs.audit_entry WHERE number = 2; UPDATE dqs.audit_entry SET bytes = '{}' WHERE number = 7`,
      ),
    );
    await database.close();
    const { code, stdout } = await run('audit', 'verify', '--against', 'elsewhere');
    expect([code, stdout.split('\n').map((line) => line.trim().split(':')[0])]).toEqual([
      3,
      [
        expect.stringContaining('entries, not as they were written'),
        'missing   entry 2',
        'changed   entry 7',
        'changed   entry 7',
        'lost      entry 2',
        'tampered  entry 7',
        '',
      ],
    ]);
    expect((await run('audit', 'anchor', '--to', 'elsewhere')).code).toBe(1);
  });
});
