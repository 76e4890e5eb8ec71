import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isGlibc, sampleCopy, script } from './support/programs.js';

const BUILD = 'console.log(await support.buildAddon(addon));';
let folder: string;
let temporary: string;
beforeAll(() => {
  folder = sampleCopy('scripts-addon');
});
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'dqs-native-'));
});
afterEach(() => rmSync(temporary, { recursive: true }));

describe('a build', () => {
  it('is done once, and taken from the cache if only the binary is missing', () => {
    // One that an earlier run left may have outlived its cache.
    rmSync(join(folder, 'build'), { recursive: true, force: true });
    expect(script(folder, BUILD)).toMatchObject({ status: 0, stderr: '' });
    expect(script(folder, BUILD).stdout).toBe('unchanged\n');
    rmSync(join(folder, 'build'), { recursive: true });
    expect(script(folder, BUILD).stdout).toBe('cached\n');
    expect(existsSync(join(folder, 'build', 'dqs_sample.node'))).toBe(true);
  });

  it('of sources that the compiler refuses fails with its message and leaves no binary', () => {
    const broken = sampleCopy('broken-addon');
    rmSync(join(broken, 'build'), { recursive: true, force: true });
    writeFileSync(join(broken, 'native', 'addon.cc'), 'int broken = "no number";\n');
    const { status, stderr } = script(broken, BUILD, { DQS_NATIVE_CACHE: temporary });
    expect(status).toBe(1);
    expect(stderr).toContain('"cmake --build');
    expect(stderr).toContain('addon.cc:1');
    expect(existsSync(join(broken, 'build'))).toBe(false);
  });

  it('requests a slow library only if it has changed, identified by its own key', () => {
    // The library stays unchanged while the rest of the addon changes.
    const copy = sampleCopy('library-addon');
    const lines = `
      const keys = [];
      const library = { folder: 'core/', origin: 'v1', prepare: (key) => { keys.push(key); throw new Error('seen'); } };
      const { writeFileSync, mkdirSync } = await import('node:fs');
      const put = (name, text) => writeFileSync(addon.native + '/' + name, text);
      mkdirSync(addon.native + '/core', { recursive: true });
      put('core/slow.cc', 'int one;');
      const attempt = () => support.buildAddon(addon, { library }).catch(() => undefined);
      await attempt();
      put('extra.h', '// another');
      await attempt();
      put('core/slow.cc', 'int two;');
      await attempt();
      library.origin = 'v2';
      await attempt();
      console.log(JSON.stringify(keys));`;
    const keys = JSON.parse(script(copy, lines, { DQS_NATIVE_CACHE: temporary }).stdout) as string[];
    expect(keys).toHaveLength(4);
    expect(keys[1]).toBe(keys[0]);
    expect(new Set(keys).size).toBe(3);
  });
});

describe('a prebuilt package', () => {
  it('is named after its machine, one for each that there is a package for', () => {
    const { stdout } = script(folder, 'console.log(support.prebuiltPackages(addon).join(" "));');
    expect(stdout).toBe('@dqs/sample-linux-x64 @dqs/sample-linux-arm64\n');
  });

  it('names machine, C library and every file in it', () => {
    expect(script(folder, BUILD).status).toBe(0);
    const notice = join(temporary, 'notice.txt');
    writeFileSync(notice, 'licence');
    const target = join(temporary, 'package');
    const call = `support.packPrebuilt(addon, ${JSON.stringify(target)}, { NOTICE: ${JSON.stringify(notice)} })`;
    expect(script(folder, `console.log(${call});`)).toMatchObject({ status: 0, stdout: `${target}\n` });
    expect(JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'))).toMatchObject({
      name: `@dqs/sample-${process.platform}-${process.arch}`,
      version: '1.2.3',
      os: [process.platform],
      cpu: [process.arch],
      files: ['dqs_sample.node', 'NOTICE'],
    });
    expect(readFileSync(join(target, 'NOTICE'), 'utf8')).toBe('licence');
    expect(readFileSync(join(target, 'dqs_sample.node'))).toEqual(
      readFileSync(join(folder, 'build', 'dqs_sample.node')),
    );
  });

  it('is for the machine that DQS_NATIVE_TARGET names, and apart from the binary of this one', () => {
    const { stdout } = script(folder, 'console.log(JSON.stringify([addon.prebuiltName, addon.built]));', {
      DQS_NATIVE_TARGET: process.arch === 'arm64' ? '' : 'linux-arm64',
    });
    const [name, built] = JSON.parse(stdout) as [string, string];
    expect(name).toMatch(/^@dqs\/sample-\w+-arm64$/);
    if (process.arch !== 'arm64') expect(built).toBe(join(folder, 'build', 'linux-arm64-cross', 'dqs_sample.node'));
    const { status, stderr } = script(folder, '', { DQS_NATIVE_TARGET: 'linux-mips' });
    expect(status).toBe(1);
    expect(stderr).toContain('DQS_NATIVE_TARGET: expected linux-arm64 or none, got "linux-mips"');
  });

  (isGlibc ? it : it.skip)('is refused where its binary asks for a newer system than Node does', () => {
    const copy = sampleCopy('newer-addon');
    mkdirSync(join(copy, 'build'), { recursive: true });
    const source = join(temporary, 'newer.cc');
    writeFileSync(source, '#include <string>\nstd::string newer(int n) { return std::string(n, 32); }\n');
    const binary = join(copy, 'build', 'dqs_sample.node');
    const built = spawnSync('c++', ['-shared', '-fPIC', source, '-o', binary], { encoding: 'utf8' });
    expect(built).toMatchObject({ status: 0 });
    const { status, stderr } = script(copy, `support.packPrebuilt(addon, ${JSON.stringify(join(temporary, 'p'))});`);
    expect(status).toBe(1);
    expect(stderr).toMatch(/expected a binary that needs glibc 2\.28 at most and no libstdc\+\+, got one that needs/);
  });

  it('cannot be created before the binary', () => {
    const empty = sampleCopy('unbuilt-addon');
    const { status, stderr } = script(empty, 'support.packPrebuilt(addon);');
    expect(status).toBe(1);
    expect(stderr).toContain('dqs_sample.node is missing: run node scripts/build-native.mjs first');
  });
});
