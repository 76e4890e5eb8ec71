import { missingFromLockfile } from './support/lockfile.js';
import type { Lockfile } from './support/lockfile.js';
import { projects, read } from './support/workspace.js';

const lockfile = () =>
  JSON.parse(read('package-lock.json')) as Lockfile & { packages: Record<string, { link?: true }> };

describe('package-lock.json', () => {
  it('holds every dependency that a locked package names, so that npm ci accepts it', () => {
    expect(missingFromLockfile(lockfile())).toEqual([]);
  });

  it('links every project of the workspace', () => {
    const { packages } = lockfile();
    const unlinked = projects().filter(({ manifest }) => packages[`node_modules/${manifest.name}`]?.link !== true);
    expect(unlinked).toEqual([]);
  });

  it('names no registry', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });
});

describe('missingFromLockfile', () => {
  it('finds a platform binary that was left out', () => {
    const packages = { '': {}, 'node_modules/a': { version: '1.0.0', optionalDependencies: { 'a-linux': '1.0.0' } } };
    expect(missingFromLockfile({ packages })).toEqual(['node_modules/a@1.0.0 needs a-linux@1.0.0']);
  });

  it('looks in the node_modules of the package and in each one above', () => {
    const nested = {
      'node_modules/a': { dependencies: { b: '1' } },
      'node_modules/a/node_modules/b': { dependencies: { c: '1' } },
    };
    expect(missingFromLockfile({ packages: { ...nested, 'node_modules/c': {} } })).toEqual([]);
    expect(missingFromLockfile({ packages: { ...nested, 'packages/x/node_modules/c': {} } })).toHaveLength(1);
  });

  it('a project may have a dependency in its own node_modules', () => {
    const packages = { 'packages/x': { dependencies: { z: '4' } }, 'packages/x/node_modules/z': {} };
    expect(missingFromLockfile({ packages })).toEqual([]);
  });
});
