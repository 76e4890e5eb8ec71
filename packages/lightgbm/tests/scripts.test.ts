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
});
