import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..');

function script(
  name: string,
  args: readonly string[] = [],
  env = {},
): { status: number | null; stdout: string; stderr: string } {
  const options = { encoding: 'utf8', cwd: root, env: { ...process.env, NODE_OPTIONS: '', ...env } } as const;
  return spawnSync(process.execPath, [join(root, 'scripts', name), ...args], options);
}

describe('the scripts', () => {
  it('build nothing twice', () => {
    expect(script('build-native.mjs').status).toBe(0);
    const start = Date.now();
    expect(script('build-native.mjs').stdout).toContain('unchanged');
    expect(Date.now() - start).toBeLessThan(10_000);
  }, 300_000);

  it('make a prebuilt package whose binary loads', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dqs-prebuilt-'));
    try {
      expect(script('pack-prebuilt.mjs', [folder])).toMatchObject({ status: 0, stdout: `${folder}\n` });
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
      expect(manifest).toMatchObject({
        name: `@dqs/lightgbm-${process.platform}-${process.arch}`,
        os: [process.platform],
        cpu: [process.arch],
      });
      expect(existsSync(join(folder, 'dqs_lightgbm.node'))).toBe(true);
      const load = `process.dlopen(module, ${JSON.stringify(join(folder, 'dqs_lightgbm.node'))}); String(module.exports.engines().length)`;
      expect(spawnSync(process.execPath, ['-p', load], { encoding: 'utf8' }).stdout.trim()).toMatch(/^\d$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('use a given binary at installation, and explain a failed build without failing', () => {
    const found = script('install.mjs', [], { DQS_LIGHTGBM_BINARY: join(root, 'build', 'dqs_lightgbm.node') });
    expect(found).toMatchObject({ status: 0, stdout: expect.stringContaining('using') as unknown });
    const cache = mkdtempSync(join(tmpdir(), 'dqs-cache-'));
    try {
      const failed = script('install.mjs', [], { CXX: 'no-such-compiler', DQS_NATIVE_CACHE: cache });
      expect(failed.status).toBe(0);
      expect(failed.stderr).toContain('no native binary for this machine');
      expect(failed.stderr).toContain('no-such-compiler');
      expect(failed.stderr).toContain('npm rebuild @dqs/lightgbm');
    } finally {
      rmSync(cache, { recursive: true });
    }
  });
});
