import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

describe('the README', () => {
  it('starts with an example that runs', () => {
    const example = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    // Inside the package, so that its own name resolves.
    const folder = mkdtempSync(join(root, 'tests', 'example-'));
    try {
      writeFileSync(join(folder, 'example.mjs'), example);
      const args = ['--conditions=@dqs/source', '--import', 'tsx', join(folder, 'example.mjs')];
      const options = {
        encoding: 'utf8',
        cwd: root,
        env: { ...process.env, NODE_OPTIONS: '', FORCE_COLOR: '0' },
      } as const;
      const ended = spawnSync(process.execPath, args, options);
      expect(ended).toMatchObject({ status: 0, stderr: '' });
      expect(ended.stdout.trim().endsWith('true')).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('names every called function of the C API and no other', () => {
    const header = readFileSync(join(root, 'native/library/library.h'), 'utf8');
    const called = new Set([...header.matchAll(/\(\*(XG\w+)\)/g)].map((match) => match[1]));
    const listed = new Set([...readme.matchAll(/\bXG(?:BoostV|B[GR]|Booster|DMatrix)\w+/g)].map((match) => match[0]));
    expect([...listed].sort()).toEqual([...called].sort());
  });
});
