import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { codeBlocks } from './support/markdown.js';
import { packageContents } from './support/pack.js';
import { projects, read, root } from './support/workspace.js';
import type { Project } from './support/workspace.js';

const all = projects();
const libraries = all.filter(({ folder }) => folder.startsWith('packages/'));
const versions = new Map(all.map(({ manifest }) => [manifest.name, manifest.version]));
const named = (list: Project[]) => list.map((project) => [project.manifest.name, project] as const);

/** Paths that one entry of `exports` leads to, without the one that only our own tools see. */
function targetsOf(entry: unknown): string[] {
  if (typeof entry === 'string') return [entry];
  return Object.entries(entry as Record<string, unknown>).flatMap(([condition, inner]) =>
    condition === '@dqs/source' ? [] : targetsOf(inner),
  );
}

describe.each(named(all))('%s', (_name, { folder, manifest }) => {
  it('says what it is, under which licence and in which layer', () => {
    expect(manifest.description?.length ?? 0).toBeGreaterThan(20);
    expect(manifest.license).toBe('Apache-2.0');
    expect(manifest.nx?.tags?.filter((tag) => tag.startsWith('layer:'))).toHaveLength(1);
  });

  it('has a README with an example in its first 15 lines, of a kind that consumer.test.ts runs', () => {
    const [first] = codeBlocks(read(`${folder}/README.md`));
    expect(first?.line).toBeLessThanOrEqual(15);
    expect(['js', 'javascript', 'mjs', 'sh', 'bash']).toContain(first?.language);
  });

  it('names exact versions, and of our own packages the present ones', () => {
    for (const [name, version] of Object.entries(manifest.dependencies ?? {})) {
      expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+(?:-[\w.]+)?$/);
      if (versions.has(name)) expect(`${name} ${version}`).toBe(`${name} ${versions.get(name)}`);
    }
  });

  it('closes its exports: what is listed exists, nothing is open to any path', () => {
    const entries = Object.entries(manifest.exports ?? {});
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.filter(([subpath]) => subpath.includes('*'))).toEqual([]);
    const targets = [...entries.flatMap(([, entry]) => targetsOf(entry)), ...Object.values(manifest.bin ?? {})];
    expect(targets.filter((target) => !existsSync(join(root, folder, target)))).toEqual([]);
  });

  it('packs every file that exports and bin lead to, and no source, test or build leftover', () => {
    const files = packageContents(folder);
    const targets = [...Object.values(manifest.exports ?? {}).flatMap(targetsOf), ...Object.values(manifest.bin ?? {})];
    expect(targets.map((target) => target.replace(/^\.\//, '')).filter((target) => !files.includes(target))).toEqual(
      [],
    );
    expect(files).toContain('README.md');
    const unwanted =
      /^(?:src|tests|bench|coverage|out-tsc|build|\.nx)\/|\.tsbuildinfo$|\.node$|(?:^|\/)(?:jest|tsup)\.config|^tsconfig/;
    expect(files.filter((file) => unwanted.test(file))).toEqual([]);
  });
});

describe.each(named(libraries))('%s', (_name, { manifest }) => {
  it('gives types to both import and require', () => {
    const { '@dqs/source': source, ...conditions } = manifest.exports?.['.'] as Record<string, Record<string, string>>;
    expect(source).toBe('./src/index.ts');
    expect(Object.keys(conditions)).toEqual(['import', 'require']);
    expect(conditions['import']?.['types']).toMatch(/\.d\.ts$/);
    expect(conditions['require']?.['types']).toMatch(/\.d\.cts$/);
    expect(Object.keys(conditions['import']!)[0]).toBe('types');
    expect(Object.keys(conditions['require']!)[0]).toBe('types');
  });
});
