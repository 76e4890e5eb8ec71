import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packArchives } from './support/pack.js';
import { runProcess } from './support/process.js';
import { projects, read, root } from './support/workspace.js';

const plain = { ...process.env, NODE_OPTIONS: '' };
const { version: VERSION } = projects()[0]!.manifest;
let folder: string;
let archives: string[];

/** What an archive holds: its files, and the text of one. */
const filesIn = (archive: string) =>
  runProcess('tar', ['-tzf', join(folder, archive)], root, plain)
    .stdout.trim()
    .split('\n')
    .map((path) => path.replace('package/', ''));
const textIn = (archive: string, file: string) =>
  runProcess('tar', ['-xzOf', join(folder, archive), `package/${file}`], root, plain).stdout;
const archiveOf = (name: string) => `${name.replace('@', '').replace('/', '-')}-${VERSION}.tgz`;

/** Runs lines of a module of the workspace's tools. */
function tool(script: string): unknown {
  const { code, stdout, output } = runProcess(process.execPath, ['--input-type=module', '-e', script], root, plain);
  if (code !== 0) throw new Error(output);
  return JSON.parse(stdout) as unknown;
}
const moduleAt = (path: string) => JSON.stringify(pathToFileURL(join(root, path)).href);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-published-'));
  packArchives(folder);
  archives = readdirSync(folder).filter((name) => name.startsWith('dqs-') && name.endsWith('.tgz'));
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what is published', () => {
  it('is every project, and the prebuilt packages of this machine', () => {
    for (const { manifest } of projects()) expect(archives).toContain(archiveOf(manifest.name));
    const others = archives.length - projects().length;
    expect(others).toBe(3);
  });

  it('carries licence, notice and changelog, and its source maps apart', () => {
    for (const archive of archives) {
      const files = filesIn(archive);
      expect([archive, files]).toEqual([
        archive,
        expect.arrayContaining(['LICENSE', 'NOTICE', 'CHANGELOG.md', 'README.md', 'package.json']),
      ]);
      expect(files.filter((file) => file.endsWith('.map') || file === 'dist/bundled-packages.json')).toEqual([]);
    }
    const maps = runProcess('tar', ['-tzf', join(folder, 'source-maps.tgz')], root, plain).stdout;
    expect(maps).toContain('./core/dist/index.js.map');
  });

  it('says where it comes from and what it is about, and runs nothing when it is installed', () => {
    for (const archive of archives) {
      const manifest = JSON.parse(textIn(archive, 'package.json')) as Record<string, unknown>;
      expect(manifest).toMatchObject({
        license: 'Apache-2.0',
        homepage: expect.stringMatching(/^https:/) as unknown,
        repository: { type: 'git', directory: expect.stringMatching(/^(?:packages|apps)\//) as unknown },
        bugs: { url: expect.stringMatching(/^https:/) as unknown },
        engines: { node: '>=20.19' },
        publishConfig: { access: 'public' },
      });
      expect((manifest['keywords'] as string[]).length).toBeGreaterThanOrEqual(3);
      for (const name of ['scripts', 'devDependencies', 'nx']) expect(manifest).not.toHaveProperty(name);
      expect(JSON.stringify(manifest['exports'] ?? {})).not.toContain('@dqs/source');
    }
  });

  it('has no problem that publint or Are The Types Wrong knows of, at any entry', () => {
    const { code, output } = runProcess(process.execPath, ['tools/release/verify.mjs', folder], root, plain);
    expect({ code, output }).toEqual({ code: 0, output: `${archives.length} archives, no problem\n` });
  }, 120_000);
});

describe('the notice', () => {
  const titles = (archive: string) =>
    [...textIn(archive, 'NOTICE').matchAll(/^-{80}\n(.+)\n-{80}$/gm)].map(([, title]) => title);

  it('of a binary names what is compiled in, with the texts', () => {
    const archive = archiveOf(`@dqs/lightgbm-${process.platform}-${process.arch}`);
    expect(titles(archive).map((title) => title!.replace(/ [\d.]+ /, ' '))).toEqual([
      'LightGBM (MIT), compiled in',
      'Eigen (MPL-2.0), compiled in',
      'fmt (MIT), compiled in',
      'fast_double_parser (Apache-2.0), compiled in',
      'json11 (MIT), compiled in',
      'yamc (MIT), compiled in',
      'node-addon-api (MIT), compiled in',
      'node-api-headers (MIT), compiled in',
      expect.stringMatching(/^libstdc\+\+ /),
    ]);
    const text = textIn(archive, 'NOTICE');
    for (const part of [
      'Copyright (c) Microsoft Corporation',
      'Mozilla Public License',
      'Copyright (c) 2013 Dropbox',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('of a bundle names what its source maps name, and of the pages what esbuild put in', () => {
    expect(titles(archiveOf('@dqs/cli'))).toEqual([expect.stringMatching(/^zod 4\.\d+\.\d+ \(MIT\), bundled$/)]);
    const pages = titles(archiveOf('@dqs/dashboard')).map((title) => title!.split(' ')[0]);
    expect(pages).toEqual(expect.arrayContaining(['react', 'react-dom', 'wouter', '@fontsource-variable/inter']));
    expect(textIn(archiveOf('@dqs/dashboard'), 'NOTICE')).toContain('SIL OPEN FONT LICENSE');
    expect(textIn(archiveOf('@dqs/core'), 'NOTICE')).toContain('It holds no software of others');
  });

  it('is refused where nobody has looked at a licence', () => {
    const script = `const { npmPart } = await import(${moduleAt('tools/release/bundled.mjs')});
      const { mkdtempSync, writeFileSync } = await import('node:fs');
      const folder = mkdtempSync(${JSON.stringify(join(folder, 'unlicensed-'))});
      writeFileSync(folder + '/package.json', '{"name":"x","version":"1.0.0"}');
      try { npmPart(folder, 'bundled'); } catch ({ message }) { console.log(JSON.stringify(message)); }`;
    expect(tool(script)).toContain('states no licence');
  });
});

describe('the bill of materials', () => {
  interface Component {
    readonly name: string;
    readonly group?: string;
    readonly version: string;
    readonly scope: string;
    readonly hashes?: readonly unknown[];
    readonly components?: readonly Component[];
  }
  const billOf = (name: string) =>
    JSON.parse(readFileSync(join(folder, archiveOf(name).replace('.tgz', '.cdx.json')), 'utf8')) as {
      readonly components: readonly Component[];
      readonly dependencies: readonly { ref: string; dependsOn: readonly string[] }[];
    };
  const find = (name: string, wanted: string) =>
    billOf(name).components.find(({ group, name: short }) => [group, short].filter(Boolean).join('/') === wanted);

  it('of every archive is valid by the schema of CycloneDX', () => {
    const script = `import { createRequire } from 'node:module';
      const { Validation, Spec } = createRequire(${moduleAt('package.json')})('@cyclonedx/cyclonedx-library');
      const { readdirSync, readFileSync } = await import('node:fs');
      const folder = ${JSON.stringify(folder)};
      const bills = readdirSync(folder).filter((name) => name.endsWith('.cdx.json'));
      const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
      const faults = [];
      for (const bill of [...bills.map((name) => readFileSync(folder + '/' + name, 'utf8')), '{"bomFormat":"other"}']) {
        const problem = await validator.validate(bill);
        if (problem !== null) faults.push(problem);
      }
      console.log(JSON.stringify({ bills: bills.length, faults: faults.length, first: faults[0] }));`;
    expect(tool(script)).toMatchObject({ bills: archives.length, faults: 1 });
  });

  it('of the program names what npm installs with it, what is compiled in, and no tool of development', () => {
    const lightgbm = find('@dqs/cli', `@dqs/lightgbm-linux-${process.arch}`);
    expect(lightgbm?.scope).toBe('optional');
    expect(lightgbm?.components?.map(({ name }) => name)).toEqual(expect.arrayContaining(['LightGBM', 'Eigen', 'fmt']));
    const duckdb = find('@dqs/cli', '@duckdb/node-api');
    expect(duckdb).toMatchObject({ scope: 'required', hashes: [{ alg: 'SHA-512' }] });
    for (const name of ['jest', 'typescript', '@dqs/store', 'kysely']) expect(find('@dqs/cli', name)).toBeUndefined();
    expect(find('@dqs/store', 'kysely')).toBeDefined();
  });

  it('has an edge for every dependency, and every edge leads to a component', () => {
    const { components, dependencies } = billOf('@dqs/cli');
    expect(dependencies).toHaveLength(components.length + 1);
    const known = new Set(dependencies.map(({ ref }) => ref));
    expect(dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !known.has(ref))).toEqual([]);
    const needs = (JSON.parse(read('apps/cli/package.json')) as { dependencies: object }).dependencies;
    const own = dependencies.find(({ ref }) => ref.startsWith('pkg:npm/%40dqs/cli@'));
    expect(own?.dependsOn).toHaveLength(Object.keys(needs).length);
  });
});
