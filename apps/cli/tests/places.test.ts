import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import * as fc from 'fast-check';

import { assertPlaces as assertPlacesOf } from '@dqs/runtime/program';
import { flagKey, SETTINGS, settingOf, type SettingName } from '@dqs/runtime/settings';
import * as z from 'zod/mini';

import { COMMAND_NAMES } from '../src/definitions/index.js';
import { dqs, scratchFolder } from './support/dqs.js';
import { DEFINITIONS, readSettings, settingsOf } from './support/read-settings.js';

const folder = scratchFolder();
const NAMES = Object.keys(SETTINGS) as SettingName[];
const placeOf = (name: SettingName) => settingOf(name).place;
/** These take the URL of a store in a cloud, too. */
const STORES: readonly SettingName[] = [
  ...['registry', 'store', 'checkedStore', 'run', 'runRequests', 'panelSet'],
  ...['model', 'issuedModel', 'driftModel', 'replayedModel', 'baselineVersion', 'candidateVersion', 'control'],
  ...['treatment', 'bundleOut'],
] as SettingName[];
const PATHS = NAMES.filter((name) => placeOf(name) !== undefined && !STORES.includes(name));
/** Versions are references or paths; a list of package names is not of paths alone. */
const isPathLike = (name: SettingName) => /<(?:file|dir|path)(?:\.\.\.)?>/.test(settingOf(name).flags);
const fits = (name: SettingName, value: unknown) => z.core.safeParse(settingOf(name).schema, value).success;
const assertPlaces = (command: string, settings: Partial<Record<SettingName, unknown>>) =>
  assertPlacesOf(settings, DEFINITIONS.get(command)!.places);

/** A folder of its own, with files of that content. */
function folderWith(name: string, files: Readonly<Record<string, string>>): (file: string) => string {
  const place = join(folder, name);
  mkdirSync(place);
  for (const [file, content] of Object.entries(files)) writeFileSync(join(place, file), content);
  return (file) => join(place, file);
}

describe('every setting that holds a path', () => {
  it('says whether it is read, written or kept', () => {
    expect(NAMES.filter((name) => isPathLike(name) && placeOf(name) === undefined)).toEqual([]);
  });

  it('refuses the URL of any store, and takes any other path', () => {
    const scheme = fc.stringMatching(/^[a-z][a-z0-9+.-]{1,8}$/);
    const rest = fc.stringMatching(/^[\w/.-]{0,20}$/);
    fc.assert(
      fc.property(fc.constantFrom(...PATHS), scheme, fc.constantFrom('://', ':/'), rest, (name, first, colon, last) => {
        const url = `${first}${colon}${last}`;
        expect([name, url, fits(name, url) || fits(name, [url])]).toEqual([name, url, false]);
        expect([name, fits(name, `./${url}`) || fits(name, [`./${url}`])]).toEqual([name, true]);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('tells in every command what stores there are, with exit code 2, and makes nothing', async () => {
    for (const command of COMMAND_NAMES) {
      const names = settingsOf(command);
      for (const name of names.filter((setting) => PATHS.includes(setting) && setting !== 'config')) {
        const flags = { [flagKey(name)]: /\.\.\.>/.test(settingOf(name).flags) ? ['s3://bucket/x'] : 's3://bucket/x' };
        await expect(readSettings(command, flags, { env: {}, cwd: folder })).rejects.toMatchObject({
          code: 'config-invalid',
          message: expect.stringMatching(
            /expected a local path, not a URL .*only models, a registry, a store of deliveries, a run of tasks and a panel set may be in a bucket/,
          ),
        });
      }
    }
    const run = await dqs(['registry', 'list', '--registry', 'ftp://bucket/models'], { cwd: folder });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(existsSync(join(folder, 'ftp:'))).toBe(false);
  });

  it('takes the URL of a store for a registry, and says what is wrong with one', () => {
    for (const name of STORES) {
      for (const place of ['registry', 'file:registry', 's3://models', 'az://models/r', 'gs://models/a/b/']) {
        expect([name, place, fits(name, place) || fits(name, [place])]).toEqual([name, place, true]);
      }
      for (const place of ['s3://', 's3://Models', 's3://models/../x', 'S3://models', 'ftp://x/y', 'file:', '']) {
        expect([name, place, fits(name, place) || fits(name, [place])]).toEqual([name, place, false]);
      }
    }
  });

  it('is not taken from a settings file that was merely found where it leads to a bucket', async () => {
    folderWith('found', { 'dqs.config.json': '{ "registry": "s3://bucket-of-others/models" }' });
    const run = await dqs(['registry', 'list'], { cwd: join(folder, 'found') });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('"s3://bucket-of-others/models" is not in its folder, and would be written to');
    folderWith('found-model', { 'dqs.config.json': '{ "model": "s3://bucket-of-others/model" }' });
    const read = await dqs(['inspect'], { cwd: join(folder, 'found-model') });
    expect(read.code).toBe(2);
    expect(read.stderr).toContain('"s3://bucket-of-others/model" is not in its folder, and would be read');
  });
});

describe('the places of a run', () => {
  it('are refused if an output is an input under any name, in every command that writes a file', async () => {
    const at = folderWith('same', { 'history.csv': 'x' });
    linkSync(at('history.csv'), at('hard.csv'));
    symlinkSync('history.csv', at('soft.csv'));
    let checked = 0;
    for (const command of COMMAND_NAMES) {
      const names = settingsOf(command);
      const isFile = (name: SettingName) => !(name === 'bundleOut' || (name === 'out' && command === 'summarize'));
      const outputs = names.filter((name) => placeOf(name) === 'output' && isFile(name));
      for (const output of outputs) {
        for (const input of names.filter((name) => placeOf(name) === 'input')) {
          for (const path of [
            at('history.csv'),
            at('hard.csv'),
            at('soft.csv'),
            `${folder}/same/../same/history.csv`,
          ]) {
            const settings = { [input]: at('history.csv'), [output]: path };
            await expect(assertPlaces(command, settings)).rejects.toMatchObject({ code: 'invalid-argument' });
            checked += 1;
          }
        }
        for (const other of outputs.filter((name) => name !== output)) {
          const settings = { [other]: at('new.csv'), [output]: at('new.csv') };
          await expect(assertPlaces(command, settings)).rejects.toMatchObject({ code: 'invalid-argument' });
        }
      }
    }
    expect(checked).toBeGreaterThan(100);
    expect(readFileSync(at('history.csv'), 'utf8')).toBe('x');
  });

  it('are compared with every file of a pattern, a folder or a bundle', async () => {
    const at = folderWith('many', { 'a.csv': 'x', 'b.csv': 'x', 'manifest.json': '{}' });
    const rejects = at('b.csv');
    for (const input of [[at('*.csv')], [join(folder, 'many')], [at('a.csv'), at('b.csv')]]) {
      await expect(assertPlaces('train', { input, rejects })).rejects.toMatchObject({ code: 'invalid-argument' });
    }
    const out = at('manifest.json');
    await expect(assertPlaces('predict', { model: join(folder, 'many'), out })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    await assertPlaces('predict', { model: join(folder, 'many'), out: at('c.csv'), input: ['-'] });
  });

  it('are compared with files that a command writes in addition to those named', async () => {
    const at = folderWith('beside', { 'r.csv': 'x' });
    const output = at('f.csv');
    for (const requests of [`${output}.dead-letters.jsonl`, output]) {
      writeFileSync(requests, 'x');
      await expect(assertPlaces('batch-predict', { requests, output })).rejects.toMatchObject({
        code: 'invalid-argument',
      });
    }
    const rejects = join(folder, 'summary', 'full_summary.csv');
    await expect(
      assertPlaces('summarize', { input: [at('r.csv')], out: join(folder, 'summary'), rejects }),
    ).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(
      assertPlaces('train', {
        input: [at('r.csv')],
        bundleOut: at('model'),
        rejects: join(at('model'), 'rejects.jsonl'),
      }),
    ).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('is inside the folder of --out'),
    });
    await expect(
      assertPlaces('registry export', { registry: at('registry'), out: join(at('registry'), 'models', 'x') }),
    ).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('that are the same end the program with code 2, and the input is unchanged', async () => {
    const at = folderWith('process', {});
    expect((await dqs(['generate', '--rows', '1000', '--out', at('history.csv')])).code).toBe(0);
    const before = readFileSync(at('history.csv'), 'utf8');
    const run = await dqs(['features', 'export', '--input', at('history.csv'), '--out', at('history.csv')]);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('--input and --out are the same file') });
    const twice = await dqs(['generate', '--rows', '10', '--out', at('x.csv'), '--rules-out', at('x.csv')]);
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining('one would overwrite the other') });
    expect(readFileSync(at('history.csv'), 'utf8')).toBe(before);
    expect(readdirSync(join(folder, 'process'))).toEqual(['history.csv']);
  });

  it('may be devices and links, which are not replaced', async () => {
    const at = folderWith('devices', {});
    symlinkSync('/dev/null', at('null'));
    const rules = ['--rules-out', at('null')];
    expect((await dqs(['generate', '--rows', '1000', '--out', at('history.csv'), ...rules])).code).toBe(0);
    const features = await dqs([
      'features',
      'export',
      '--input',
      at('history.csv'),
      '--out',
      '/dev/stdout',
      '--spec',
      'classic',
    ]);
    expect(features.code).toBe(0);
    expect(features.stdout).toMatch(/^business_date,set,/);
    expect(lstatSync(at('null')).isSymbolicLink()).toBe(true);
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});

describe('the place of a bundle', () => {
  it('that contains a foreign file next to the bundle is left alone', async () => {
    const manifest = JSON.stringify({ files: { 'model.txt': {} } });
    const files = { 'manifest.json': manifest, 'manifest.json.sha256': '', 'model.txt': '' };
    folderWith('bundle', files);
    await assertPlaces('train', { bundleOut: join(folder, 'bundle') });
    folderWith('mixed', { ...files, 'thesis.tex': 'years of work' });
    await expect(assertPlaces('train', { bundleOut: join(folder, 'mixed') })).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('"thesis.tex"'),
    });
  });
});
