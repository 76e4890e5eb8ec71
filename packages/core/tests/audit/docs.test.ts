import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { newNoteKeys, parseAuditEntry, signCheckpoint } from '../../src/audit/index.js';
import { loggedEntries } from '../support/audit-logs.js';

const TEXT = readFileSync(join(__dirname, '../../../../docs/audit.md'), 'utf8');
const VERIFIER = /```js\n(\/\/ verify\.mjs\n[\s\S]*?)```/.exec(TEXT)![1]!;
const folder = mkdtempSync(join(tmpdir(), 'dqs-verify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { signer, verifier } = newNoteKeys('example.org/audit');
let lines: string[];
let note: string;
beforeAll(async () => {
  const { entries, anchors } = await loggedEntries(20, [13]);
  lines = entries.map((bytes) => Buffer.from(bytes).toString());
  note = signCheckpoint(anchors[0]!, signer);
});

const ENVIRONMENT = { ...process.env, NODE_OPTIONS: '', FORCE_COLOR: '0' };

/** What the verifier of the document says to an export. */
function said(changed: readonly string[], key = verifier) {
  const [program, entries, checkpoint] = ['verify.mjs', 'entries.ndjson', 'one.checkpoint'].map((name) =>
    join(folder, name),
  );
  writeFileSync(program!, VERIFIER);
  writeFileSync(entries!, changed.map((line) => `${line}\n`).join(''));
  writeFileSync(checkpoint!, note);
  const { status, stdout, stderr } = spawnSync(process.execPath, [program!, entries!, checkpoint!, key], {
    encoding: 'utf8',
  });
  return [status, `${stdout}${stderr}`.trim()];
}

describe('docs/audit.md', () => {
  it('has an independent verifier of at most 40 lines that imports nothing of ours', () => {
    const code = VERIFIER.trim().split('\n');
    expect(code.filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(40);
    expect(VERIFIER).not.toContain('@dqs');
  });

  it('whose verifier accepts a log as it was written, with entries after the checkpoint', () => {
    expect(said(lines)).toEqual([0, '20 entries are intact, 13 of them as they were seen']);
  });

  it('whose verifier finds flip, delete, insert, reorder, truncate, and a foreign key', () => {
    expect(said(lines.with(4, lines[4]!.replace('ann', 'eve')))).toEqual([1, 'entry 5 was changed']);
    expect(said(lines.toSpliced(4, 1))).toEqual([1, 'entry 5: expected here, found 6']);
    expect(said(lines.toSpliced(4, 0, lines[4]!))).toEqual([1, 'entry 6: expected here, found 5']);
    expect(said(lines.with(4, lines[5]!).with(5, lines[4]!))).toEqual([1, 'entry 5: expected here, found 6']);
    expect(said(lines.slice(0, 12))).toEqual([1, 'truncated: 13 entries were seen, 12 are there']);
    expect(said(lines, newNoteKeys('example.org/audit').verifier)).toEqual([
      1,
      'the checkpoint is not signed by that key',
    ]);
  });

  it('whose verifier finds a log that another one was put in the place of', async () => {
    const { entries } = await loggedEntries(20);
    expect(said(entries.map((bytes) => Buffer.from(bytes).toString()))).toEqual([
      1,
      'rewritten: not the 13 entries that were seen',
    ]);
  });

  it('starts with an example that finds its own log intact', () => {
    const anchors = JSON.stringify(join(folder, 'anchors'));
    const example = /```js\n(import [\s\S]*?)```/.exec(TEXT)![1]!.replace("'elsewhere/anchors'", anchors);
    const path = join(folder, 'example.mjs');
    writeFileSync(
      path,
      example.replace("'@dqs/core/audit'", JSON.stringify(join(__dirname, '../../src/audit/index.ts'))),
    );
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', path], {
      encoding: 'utf8',
      env: ENVIRONMENT,
    });
    expect([stdout, stderr]).toEqual(['true []\n', '']);
  });

  it('names every field of an entry', () => {
    for (const name of Object.keys(parseAuditEntry(Buffer.from(lines[0]!))!)) expect(TEXT).toContain(`| \`${name}\``);
  });
});
