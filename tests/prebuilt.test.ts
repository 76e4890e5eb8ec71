import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { consumerEnvironment } from './support/consumer.js';
import { otherArch, pack, packArchives, packStandIn } from './support/pack.js';
import { runBeside, runProcess } from './support/process.js';
import { startRegistry } from './support/registry.js';
import { read, root } from './support/workspace.js';

/** What prebuilt packages are made for. */
const glibc = (process.report.getReport() as { header: { glibcVersionRuntime?: string } }).header.glibcVersionRuntime;
const hasPrebuilt = glibc !== undefined && ['x64', 'arm64'].includes(process.arch);
const describeOnLinux = hasPrebuilt ? describe : describe.skip;
const { version: VERSION } = JSON.parse(read('packages/lightgbm/package.json')) as { version: string };
const plain = { ...process.env, NODE_OPTIONS: '' };

/** The versions that a binary asks for, by the reader of the build. */
function versionsOf(path: string): Record<string, string> {
  const module = pathToFileURL(join(root, 'packages/native-support/scripts/index.mjs')).href;
  const print = `const { newestVersions } = await import('${module}'); console.log(JSON.stringify(newestVersions('${path}')));`;
  const { code, output } = runProcess(process.execPath, ['--input-type=module', '-e', print], root, plain);
  if (code !== 0) throw new Error(output);
  return JSON.parse(output) as Record<string, string>;
}

describeOnLinux('the native binaries', () => {
  // Of OpenMP what GCC 6 had already.
  const openmp = { GOMP: '4.5', OMP: '1.0' };

  it.each([
    ['lightgbm', 'dqs_lightgbm.node', openmp],
    ['xgboost', 'dqs_xgboost.node', openmp],
    ['ingestion', 'dqs_scan.node', {}],
  ])('of %s asks for no newer glibc than Node, and for no libstdc++ or libgcc', (name, file, expected) => {
    const { GLIBC, ...others } = versionsOf(join(root, 'packages', name, 'build', file));
    expect(GLIBC).toMatch(/^2\.(?:\d|1\d|2[0-8])(?:\.\d+)?$/);
    expect(others).toEqual(expected);
  });

  it('are read as the linker wrote them: what a plain program asks for is seen', () => {
    expect(versionsOf(process.execPath)).toMatchObject({ GLIBC: expect.stringMatching(/^2\.\d+/) as unknown });
    expect(() => versionsOf(join(root, 'package.json'))).toThrow('expected a 64-bit little-endian ELF file');
  });
});

describeOnLinux('the packages from a registry', () => {
  let folder: string;
  let archives: string[];
  const own = `@dqs/lightgbm-linux-${process.arch}`;
  const foreign = `@dqs/lightgbm-linux-${otherArch}`;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dqs-prebuilt-'));
    archives = packArchives(folder, 'ingestion', 'lightgbm', 'native-support', 'xgboost');
    archives.push(...pack(['node_modules/node-addon-api', 'node_modules/node-api-headers'], folder));
    archives.push(packStandIn('lightgbm', folder));
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A path with Node, npm and a shell; neither a compiler nor CMake. */
  function barePath(): string {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, 'node'));
    for (const name of ['npm', 'sh']) {
      symlinkSync(runProcess('sh', ['-c', `command -v ${name}`], root, plain).stdout.trim(), join(bin, name));
    }
    return bin;
  }

  it('@dqs/lightgbm is installed with the prebuilt package of this machine and no compiler, and trains', async () => {
    const registry = await startRegistry(archives);
    const project = join(folder, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
    const env = { ...consumerEnvironment(project), PATH: barePath(), DQS_NATIVE_CACHE: join(folder, 'no-cache') };
    const flags = ['--no-audit', '--no-fund', '--foreground-scripts', `--cache=${join(folder, 'npm')}`];
    const args = ['install', '@dqs/lightgbm', ...flags, `--registry=${registry.url}`];
    const { code, output } = await runBeside('npm', args, project, env);
    registry.close();
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(/added 5 packages/) as unknown });
    const modules = join(project, 'node_modules');
    expect([own, foreign].map((name) => existsSync(join(modules, name)))).toEqual([true, false]);
    expect([...registry.fetched].filter((name) => name.includes(foreign.split('/')[1]!))).toEqual([]);
    expect(existsSync(join(modules, '@dqs/lightgbm/build'))).toBe(false);
    expect(existsSync(env.DQS_NATIVE_CACHE)).toBe(false);
    writeFileSync(
      join(project, 'train.mjs'),
      `import { Dataset, train } from '@dqs/lightgbm';
       const column = Float32Array.from({ length: 200 }, (_, i) => i);
       const data = await Dataset.fromColumns([column], { label: column.map((i) => Number(i >= 100)) });
       const { booster } = await train({ objective: 'binary' }, data, { rounds: 5 });
       console.log((await booster.predict([column])).length);`,
    );
    expect(runProcess(process.execPath, ['train.mjs'], project, env)).toMatchObject({ code: 0, stdout: '200\n' });
  }, 300_000);

  it.each(['lightgbm', 'xgboost', 'ingestion'])(
    '@dqs/%s names its prebuilt packages in its archive alone, each for its machine',
    (name) => {
      const wanted = ['linux-arm64', 'linux-x64'].map((kind) => [`@dqs/${name}-${kind}`, VERSION]);
      expect(manifestOf(`dqs-${name}-${VERSION}.tgz`).optionalDependencies).toEqual(Object.fromEntries(wanted));
      // In the repository they would have to stand in the lock file, and are on no registry before they are published.
      expect(JSON.parse(read(`packages/${name}/package.json`))).not.toHaveProperty('optionalDependencies');
      const prebuilt = manifestOf(`dqs-${name}-linux-${process.arch}-${VERSION}.tgz`);
      expect(prebuilt).toMatchObject({ os: ['linux'], cpu: [process.arch], libc: ['glibc'] });
    },
  );

  const manifestOf = (archive: string) =>
    JSON.parse(
      runProcess('tar', ['-xzOf', join(folder, archive), 'package/package.json'], folder, plain).stdout,
    ) as Record<string, unknown>;
});
