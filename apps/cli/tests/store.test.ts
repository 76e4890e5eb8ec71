import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SCHEMA_VERSION } from '@dqs/store';

import { dqs, scratchFolder } from './support/dqs.js';

const folder = scratchFolder();
const cwd = folder;

/** Makes a driver of the database unknown to Node, as where the package is not installed. */
const WITHOUT = `
  export async function resolve(specifier, context, next) {
    if (specifier !== 'pg') return next(specifier, context);
    throw Object.assign(new Error("Cannot find package 'pg'"), { code: 'ERR_MODULE_NOT_FOUND' });
  }`;

const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await dqs([...args, '--json'], { cwd });
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Record<string, unknown>;
};

describe('dqs store', () => {
  it('check tells what a folder keeps, and leaves nothing but the folder', async () => {
    const { code, stdout } = await dqs(['store', 'check', 'file:registry'], { cwd });
    expect(stdout.trim().split('\n')).toEqual([
      'ok  a key that holds something is not created again',
      'ok  of 16 creators of a key exactly one wins, and its content is there',
      'ok  of 16 who replace the same content exactly one wins, and its content is there',
      'ok  whoever has seen an older content replaces nothing',
      'ok  what was written and removed is seen at once, by reading and by listing',
      'file:registry keeps what a registry relies on',
    ]);
    expect(code).toBe(0);
    expect(await json('store', 'check', 'registry')).toMatchObject({ place: 'registry', racers: 16, rounds: 4 });
    expect((await dqs(['store', 'check', 's3://'], { cwd })).code).toBe(2);
    expect(await dqs(['store', 'check'], { cwd })).toMatchObject({ code: 2, stdout: '' });
  });

  it('prune tells what is older than it has to be, by what is set', async () => {
    const keep = ['--keep-ledger-days', '730', '--keep-record-days', '90'];
    expect(await json('store', 'prune', '--store', 'pruned', ...keep)).toMatchObject({ removed: false, pruned: [] });
    const { code, stderr } = await dqs(['store', 'prune', '--store', 'pruned'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('expected --keep-ledger-days or --keep-record-days')]);
  });

  it('tells what there is, migrates, backs up and restores', async () => {
    const empty = await dqs(['store', 'status', '--store', 'a'], { cwd });
    expect(empty).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^no database yet in .*dqs store migrate\n$/),
    });
    expect(await json('store', 'migrate', '--store', 'a')).toMatchObject({
      version: SCHEMA_VERSION,
      made: Array.from({ length: SCHEMA_VERSION }, (_, i) => ({ version: i + 1 })),
    });
    expect((await dqs(['store', 'migrate', '--store', 'a'], { cwd })).stdout).toMatch(
      new RegExp(`version ${SCHEMA_VERSION}, it was there already\\n$`),
    );
    const status = await json('store', 'status', '--store', 'a');
    expect(status).toMatchObject({
      kind: 'embedded',
      exists: true,
      schema: { version: SCHEMA_VERSION, newest: SCHEMA_VERSION },
      users: [],
    });
    expect((await dqs(['store', 'status', '--store', 'a'], { cwd })).stdout).toContain(
      `schema version ${SCHEMA_VERSION}, this version`,
    );
    expect(await json('store', 'backup', '--store', 'a', '--out', 'a.dqs-backup')).toMatchObject({
      rows: 0,
      schema: SCHEMA_VERSION,
    });
    expect(await json('store', 'restore', 'a.dqs-backup', '--store', 'b')).toMatchObject({
      rows: 0,
      from: SCHEMA_VERSION,
    });
  });

  it('refuses a file that is no backup before it makes a database', async () => {
    writeFileSync(join(folder, 'no.dqs-backup'), 'a text');
    const run = await dqs(['store', 'restore', 'no.dqs-backup', '--store', 'c'], { cwd });
    expect(run).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error \[store-backup-invalid\]/) });
    expect((await dqs(['store', 'status', '--store', 'c'], { cwd })).stdout).toMatch(/^no database yet/);
  });

  it('never prints the password of a server', async () => {
    const env = { DATABASE_URL: 'postgres://ann:s3cret@127.0.0.1:1/dqs' };
    const run = await dqs(['store', 'status'], { cwd, env });
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('postgres://ann@127.0.0.1:1/dqs') });
    const wrong = await dqs(['store', 'status', '--verbose'], { cwd, env: { DATABASE_URL: 'ann:s3cret@db' } });
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('DATABASE_URL is expected') });
    expect(run.stderr + wrong.stderr + run.stdout + wrong.stdout).not.toContain('s3cret');
  });

  it('needs a package that everything else works without', async () => {
    mkdirSync(join(folder, 'without'));
    writeFileSync(join(folder, 'without', 'hooks.mjs'), WITHOUT);
    const register = "import { register } from 'node:module'; register('./hooks.mjs', import.meta.url);";
    writeFileSync(join(folder, 'without', 'register.mjs'), register);
    const env = { NODE_OPTIONS: `--import=${join(folder, 'without', 'register.mjs')}` };
    const run = await dqs(['store', 'status', '--store', 'a'], { cwd, env });
    expect(run).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^error \[store-missing\].*npm install @dqs\/store/),
    });
    expect(await dqs(['deliveries', 'list', '--store', 'a'], { cwd, env })).toMatchObject({ code: 0 });
    expect((await dqs(['doctor'], { cwd, env })).stdout).toMatch(/^ok {3}store +none: /m);
  });
});
