import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { AuditLog, auditBatches, fileAnchor, MemoryAuditStore, newNoteKeys, signCheckpoint } from '@dqs/core/audit';

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
