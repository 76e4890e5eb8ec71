import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { AuditEntry } from '@dqs/core/audit';

import { dqs, scratchFolder, type Run } from './support/dqs.js';
import { expectFine, QUICK_TRAINING, smallBundle, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
const registry = (...args: readonly string[]): Promise<Run> => dqs(['registry', ...args], { cwd: folder });
const fine = (...args: readonly string[]): Promise<string> => expectFine(['registry', ...args], folder);
const json = async (...args: readonly string[]) => JSON.parse(await fine(...args, '--json')) as Record<string, never>;

let history: string;
beforeAll(async () => {
  history = await smallHistory(folder);
  await smallBundle(folder, history, 'model');
  await fine('register', 'orders', '--model', 'model', '--by', 'ann', '--note', 'the first');
});

describe('dqs registry', () => {
  it('before anything is registered lists nothing, and makes no folder', async () => {
    expect(await fine('list', '--registry', 'nowhere')).toMatch(/^no models; dqs registry register/);
    expect(readdirSync(folder)).not.toContain('nowhere');
  });

  it('lists models and versions', async () => {
    expect(await json('list')).toMatchObject({
      models: [{ model: 'orders', versions: 1, latest: '1.0.0', aliases: {} }],
    });
    expect(await json('list', 'orders')).toMatchObject({
      count: 1,
      versions: [{ version: '1.0.0', by: 'ann', error: expect.any(Number) }],
    });
    expect(await fine('list', 'orders')).toMatch(/^version +no\. +registered/);
  });

  it('shows a version with its scores, lineage and files', async () => {
    const shown = await fine('show', 'orders@latest');
    expect(shown).toContain('orders@1.0.0');
    expect(shown).toContain('the first');
    expect(shown).toMatch(/MAE [\d.]+ on \d+ rows not trained on, best naive [\d.]+/);
    expect(shown).toMatch(/model\.txt +[\d.]+ kB +[0-9a-f]{64}/);
  });

  it('numbers the same model trained again as a patch', async () => {
    const { version, because, parent } = await json('register', 'orders', '--model', 'model');
    expect({ version, because, parent }).toEqual({
      version: '1.0.1',
      because: 'retrained the same way',
      parent: '1.0.0',
    });
  });

  it('takes the place of the registry from the environment too', async () => {
    const env = { DQS_REGISTRY: join(folder, 'registry') };
    const { stdout } = await dqs(['registry', 'list', '--json'], { env });
    expect(JSON.parse(stdout)).toMatchObject({ models: [{ model: 'orders' }] });
  });

  it('compares two versions, and a version with a bundle', async () => {
    const found = await json('compare', 'orders@1.0.0', 'model');
    expect(found).toMatchObject({ baseline: 'orders@1.0.0', candidate: 'model', verdict: 'inconclusive' });
    expect(await fine('compare', 'orders@1.0.0', 'orders@1.0.1')).toMatch(/naive [a-z0-9-]+ +difference/);
  });

  it('refuses a version that fails its gates with code 3, and moves it by override, recorded', async () => {
    const flat = ['--spec', 'classic', '--rounds', '1', '--param', 'learning_rate=0.001', '--no-gates'];
    await expectFine(['train', '--input', history, ...flat, '--out', 'flat'], folder);
    await fine('register', 'flat', '--model', 'flat');
    const refused = await registry('promote', 'flat@latest', 'production', '--folds', '1', '--json');
    expect(refused.code).toBe(3);
    expect(JSON.parse(refused.stdout)).toMatchObject({ outcome: 'refused', gates: { passed: false } });
    const without = await registry('promote', 'flat@latest', 'production', '--override');
    expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining('--reason') });
    const moved = await fine('promote', 'flat@1', 'production', '--folds', '1', '--override', '--reason', 'a trial');
    expect(moved).toMatch(/^flat@production promoted to 1\.0\.0 by override\n {2}fail/);
    const told = await fine('history', 'flat@production');
    expect(told).toMatch(/production refused 1\.0\.0\n[\s\S]*production promoted by override to 1\.0\.0: a trial/);
    expect(await fine('at', '2099-01-01', 'flat')).toMatch(/flat@production +1\.0\.0 .* overridden +a trial/);
    expect(await fine('at', '2000-01-01')).toMatch(/^no alias pointed anywhere/);
  });

  it('promotes by the limits of dqs validate, and not without override if a training gate failed', async () => {
    const limits = ['--folds', '0', '--limit', 'minSkill=-9'];
    expect(await fine('promote', 'orders@1.0.0', 'trial', ...limits, '--dry-run')).toMatch(/would be promoted/);
    const strict = await registry('promote', 'orders@1.0.0', 'trial', '--folds', '0', '--limit', 'maxDataAgeDays=1');
    expect(strict).toMatchObject({ code: 3, stdout: expect.stringContaining('data-age') });
    const training = ['train', '--input', history, ...QUICK_TRAINING, '--limit', 'minSkill=0.99', '--out', 'failing'];
    expect(await dqs(training, { cwd: folder })).toMatchObject({ code: 3 });
    expect(await fine('register', 'failing', '--model', 'failing')).toContain('its training gates failed');
    const refused = await registry('promote', 'failing@1.0.0', 'production', ...limits);
    expect(refused).toMatchObject({ code: 3, stdout: expect.stringMatching(/training-gates: .*skill/) });
    const unknown = await registry('promote', 'failing@1.0.0', 'production', '--limit', 'minSkil=0');
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean "minSkill"') });
  });

  it('as a dry run tells the verdict in the exit code and writes nothing', async () => {
    const before = await fine('history', 'flat');
    const run = await registry('promote', 'flat@latest', 'staging', '--folds', '1', '--dry-run');
    expect(run).toMatchObject({ code: 3, stdout: expect.stringContaining('would be refused') });
    expect(await fine('history', 'flat')).toBe(before);
  });

  it('lets every command that takes a model take a version', async () => {
    const all = await jsonOf(['predict', '--model', 'flat@production', '--all', '--json']);
    expect(all).toMatchObject({ model: 'flat@1.0.0' });
    expect(await jsonOf(['inspect', '--model', 'orders@^1.0', '--json'])).toMatchObject({ bundle: 'orders@1.0.1' });
    const path = await dqs(['inspect', '--model', './orders@1.0.0'], { cwd: folder });
    expect(path).toMatchObject({ code: 1, stderr: expect.stringContaining('input-not-found') });
  });

  it('rolls back, step by step, with a reason', async () => {
    await fine('register', 'flat', '--model', 'flat');
    await fine('promote', 'flat@latest', 'production', '--folds', '1', '--override', '--reason', 'again');
    expect(await registry('rollback', 'flat@production')).toMatchObject({ code: 2 });
    const refused = await registry('rollback', 'flat@production', '--reason', 'enough');
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('by override only') });
    expect(await fine('rollback', 'flat@production', '--reason', 'enough', '--override')).toBe(
      'flat@production rolled back from 1.0.1 to 1.0.0\n',
    );
    const again = await registry('rollback', 'flat@production', '--reason', 'more');
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('no earlier version') });
  });

  it('tags versions', async () => {
    expect(await fine('tag', 'orders@1.0.0', 'owner=ann', 'reviewed=no')).toBe('orders@1.0.0 owner=ann reviewed=no\n');
    expect(await json('tag', 'orders@1.0.0', 'reviewed=')).toMatchObject({ tags: { owner: 'ann' } });
    expect(await registry('tag', 'orders@1.0.0', 'owner')).toMatchObject({ code: 2 });
  });

  it('tags and notes a model, rewrites notes and searches by all of it, page by page', async () => {
    expect(await fine('tag', 'orders', 'team=quality', '--reason', 'moved')).toBe('orders team=quality\n');
    expect(await fine('note', 'orders@1.0.0')).toBe('the first\n');
    expect(await fine('note', 'orders@1.0.0', 'the very first', '--by', 'bob')).toBe('orders@1.0.0 has the note\n');
    expect(await fine('show', 'orders@1.0.0')).toMatch(/note +the very first\n[\s\S]*gates +passed at its training/);
    const query = ['--model-tag', 'team=quality', '--tag', 'owner', '--backend', 'lightgbm', '--since', '2020-01-01'];
    expect(await json('search', 'ord', ...query, '--registered-by', 'ann')).toMatchObject({
      total: 1,
      page: 1,
      pages: 1,
      versions: [{ model: 'orders', version: '1.0.0', tags: { owner: 'ann' }, modelTags: { team: 'quality' } }],
    });
    expect(await fine('search', '--until', '2020-01-01')).toBe('no matching versions\n');
    const second = await fine('search', 'orders', '--sort', 'name', '--page', '2', '--page-size', '1');
    expect(second).toMatch(/\norders@1\.0\.0 [\s\S]*page 2 of 2, 2 versions\n$/);
    expect(await registry('search', '--page', '0')).toMatchObject({ code: 2 });
    expect(await fine('history', 'orders')).toMatch(/bob +noted 1\.0\.0: the very first\n/);
  });

  it('deletes an alias, a version and a model with a reason, renames, and tells all of it', async () => {
    await fine('register', 'draft', '--model', 'model', '--by', 'ann');
    await fine('register', 'draft', '--model', 'model', '--by', 'ann');
    await fine('promote', 'draft@1.0.0', 'trial', '--folds', '0');
    const used = await registry('delete', 'draft@1.0.0', '--reason', 'old');
    expect(used).toMatchObject({ code: 1, stderr: expect.stringContaining('[version-in-use]') });
    expect(await registry('delete', 'draft@trial')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--reason'),
    });
    expect(await fine('delete', 'draft@trial', '--reason', 'over')).toMatch(/^deleted the alias draft@trial/);
    expect(await json('delete', 'draft@1.0.1', '--reason', 'old', '--by', 'bob')).toMatchObject({
      deleted: 'version',
      by: 'bob',
    });
    expect(await registry('delete', 'draft@^1', '--reason', 'old')).toMatchObject({ code: 2 });
    expect(await fine('rename', 'draft', 'sketch', '--reason', 'a better word')).toBe('draft renamed to sketch\n');
    const moved = await registry('show', 'draft@1.0.0');
    expect(moved).toMatchObject({ code: 1, stderr: expect.stringContaining('renamed to sketch') });
    expect(await jsonOf(['inspect', '--model', 'sketch@latest', '--json'])).toMatchObject({ bundle: 'sketch@1.0.0' });
    expect(await fine('delete', 'sketch', '--reason', 'done')).toMatch(/^deleted the model sketch/);
    expect(await fine('list')).not.toMatch(/sketch|draft/);
    const told = await fine('history', 'sketch');
    for (const line of [
      'trial deleted, which pointed at 1.0.0: over',
      'retired 1.0.1: old',
      'renamed draft to sketch',
    ]) {
      expect(told).toContain(line);
    }
    expect(told).toMatch(/deleted the model with 1 version: done\n$/);
    expect(await fine('gc', '--apply')).toMatch(/^sketch\n {2}removed the files of 2 uploads that no version needs$/m);
    expect(readdirSync(join(folder, 'registry/files'))).not.toContain('draft');
  });

  it('shows terminal escapes and line ends in notes, reasons, tags and names, and sends none', async () => {
    const nasty = '\u001b]0;owned\u0007\n   9  2026-01-01 00:00:00  root  \u202edetomorp\u009b31m';
    await fine('register', 'nasty', '--model', 'model', '--note', nasty, '--by', nasty);
    await fine('tag', 'nasty@1.0.0', `owner=x${nasty}`, '--reason', nasty);
    await fine('note', 'nasty', nasty);
    await fine('promote', 'nasty@1.0.0', 'trial', '--folds', '0', '--reason', nasty);
    await fine('delete', 'nasty@trial', '--reason', nasty);
    const told = await fine('history', 'nasty');
    expect(told.trimEnd().split('\n')).toHaveLength(5);
    const shown = [
      told,
      await fine('show', 'nasty@latest'),
      await fine('list', 'nasty'),
      await fine('search', 'nasty'),
    ];
    shown.push(await fine('note', 'nasty'), (await registry('show', `nasty@${nasty}`)).stderr);
    shown.push((await registry('delete', `nasty@a${nasty}`, '--reason', 'x')).stderr);
    for (const text of shown) {
      expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      expect(text).toContain('\\x1b]0;owned');
    }
    expect(await json('note', 'nasty')).toMatchObject({ note: nasty });
    await fine('delete', 'nasty', '--reason', 'done');
  });

  it('carries a version to another registry as one file', async () => {
    await fine('export', 'orders@1.0.0', '--out', 'orders.tar.gz');
    expect(await fine('import', 'orders.tar.gz', '--registry', 'other')).toBe('imported orders@1.0.0\n');
    expect(await registry('import', 'orders.tar.gz', '--registry', 'other')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('version-exists'),
    });
    writeFileSync(join(folder, 'cut.tar.gz'), readFileSync(join(folder, 'orders.tar.gz')).subarray(0, 500));
    const cut = await registry('import', 'cut.tar.gz', '--name', 'cut');
    expect(cut).toMatchObject({ code: 1, stderr: expect.stringContaining('archive-invalid') });
    expect(await registry('import', 'nothing.tar.gz')).toMatchObject({
      stderr: expect.stringContaining('input-not-found'),
    });
    for (const endless of ['/dev/zero', '.']) {
      expect(await registry('import', endless)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('regular file'),
      });
    }
  });

  it('shows what gc would retire, and retires it with --apply', async () => {
    expect(await fine('gc', 'orders', '--keep-last', '1')).toMatch(/would retire 1\.0\.0\n.*--apply removes it\n$/s);
    expect(await json('list', 'orders')).toMatchObject({ count: 2 });
    expect(await json('gc', 'orders', '--keep-last', '1', '--apply')).toMatchObject({
      models: [{ model: 'orders', remove: ['1.0.0'] }],
    });
    expect(await registry('show', 'orders@1.0.0')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('retired'),
    });
  });

  it('verifies every byte: fine, then one flipped, which load and verify name', async () => {
    expect(await fine('verify')).toMatch(/^flat: .*; fine, head [0-9a-f]{16}\norders: .*; fine/m);
    const [{ head }] = (await json('verify', 'orders'))['models'] as unknown as [{ head: string }];
    expect(await json('list', 'orders')).toMatchObject({ head });
    expect(await fine('list')).toContain(head.slice(0, 16));
    await fine('tag', 'orders@latest', 'later=yes');
    await fine('verify', 'orders', '--expect-head', head.slice(0, 16));
    const foreign = await registry('verify', 'orders', '--expect-head', 'f'.repeat(64));
    expect(foreign).toMatchObject({ code: 1, stdout: expect.stringContaining('cut off or rewritten') });
    expect(await registry('verify', '--expect-head', head)).toMatchObject({ code: 2 });
    const upload = join('registry', 'files', 'orders', readdirSync(join(folder, 'registry/files/orders'))[0]!);
    const file = join(folder, upload, 'model.txt');
    const bytes = readFileSync(file);
    bytes[100]! ^= 1;
    writeFileSync(file, bytes);
    const verified = await registry('verify', 'orders');
    expect(verified).toMatchObject({ code: 1, stdout: expect.stringMatching(/1 problems\n.*model\.txt: its sha256/) });
    const loaded = await dqs(['inspect', '--model', 'orders@latest'], { cwd: folder });
    expect(loaded).toMatchObject({ code: 1, stderr: expect.stringMatching(/registry-corrupt.*model\.txt/) });
  });

  it('tells what there is where a version, a model or a reference is none', async () => {
    expect(await registry('show', 'orders@prod')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('version-unknown'),
    });
    expect(await registry('show', 'ordes@1')).toMatchObject({
      stderr: expect.stringContaining('did you mean "orders"'),
    });
    expect(await registry('show', 'orders')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('invalid-argument'),
    });
    expect(await registry('show')).toMatchObject({ code: 2, stderr: expect.stringContaining('--reference') });
  });

  it('with a store has every change in its audit log, with who, what and why', async () => {
    await dqs(['store', 'migrate', '--store', 'store'], { cwd: folder });
    const acts: readonly (readonly string[])[] = [
      ['register', 'kept', '--model', 'model'],
      ['tag', 'kept@latest', 'team=a<b>'],
      ['note', 'kept', 'seen'],
      ['rename', 'kept', 'shelved', '--reason', 'out of use'],
      ['rename', 'constructor', 'other', '--reason', 'none'],
    ];
    for (const act of acts) await registry(...act, '--by', 'eve', '--store', 'store');
    await fine('export', 'shelved@latest', '--out', 'shelved.tar.gz');
    await fine('import', 'shelved.tar.gz', '--name', 'back', '--by', 'eve', '--store', 'store');
    const listed = await expectFine(['audit', 'list', '--store', 'store', '--format', 'ndjson'], folder);
    const entries = listed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditEntry)
      .filter(({ outcome, actor }) => outcome !== 'begun' && actor.id === 'eve');
    expect(entries.map(({ action, outcome, targets, after }) => [action, outcome, targets[0]!.id, after])).toEqual([
      ['model.register', 'done', 'kept@1.0.0', { version: '1.0.0', because: expect.any(String), parent: null }],
      ['model.tag', 'done', 'kept@latest', { tags: { team: 'a<b>' } }],
      ['model.note', 'done', 'kept', { note: 'seen' }],
      ['model.rename', 'done', 'kept', { from: 'kept', to: 'shelved' }],
      ['model.rename', 'failed', 'constructor', { from: 'constructor', to: 'other' }],
      ['model.import', 'done', 'back@1.0.0', { version: '1.0.0', because: expect.any(String), parent: null }],
    ]);
    expect(entries[3]!.context).toMatchObject({ reason: 'out of use' });
  });
});

async function jsonOf(args: readonly string[]): Promise<unknown> {
  return JSON.parse(await expectFine(args, folder));
}
