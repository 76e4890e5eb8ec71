import { execFileSync } from 'node:child_process';
import { lintProbes } from './support/import-rules.js';
import { tables } from './support/markdown.js';
import { projects, read, root } from './support/workspace.js';
import type { Project } from './support/workspace.js';

/** [fact, file, import, allowed] */
const PROBES = [
  ['anyone may import the core', 'packages/ingestion/src/layer-probe.ts', '@dqs/core', true],
  ['backends may import their engine', 'packages/model-backends/src/layer-probe.ts', '@dqs/lightgbm', true],
  ['apps may import pipelines', 'apps/cli/src/layer-probe.ts', '@dqs/pipelines', true],
  ['the core imports nothing of ours', 'packages/core/src/layer-probe.ts', '@dqs/ingestion', false],
  ['the engine knows nothing of DQS', 'packages/lightgbm/src/layer-probe.ts', '@dqs/core', false],
  ['an engine may import what engines share', 'packages/xgboost/src/layer-probe.ts', '@dqs/native-support', true],
  ['but no other engine', 'packages/xgboost/src/layer-probe.ts', '@dqs/lightgbm', false],
  ['what engines share knows no engine', 'packages/native-support/src/layer-probe.ts', '@dqs/xgboost', false],
  ['a domain package does not import its sibling', 'packages/ingestion/src/layer-probe.ts', '@dqs/features', false],
  ['a domain package knows no engine', 'packages/feature-engineering/src/layer-probe.ts', '@dqs/lightgbm', false],
  ['backends know no domain package', 'packages/model-backends/src/layer-probe.ts', '@dqs/features', false],
  ['pipelines know no app', 'packages/pipelines/src/layer-probe.ts', '@dqs/cli', false],
  [
    'a relative path does not reach a sibling',
    'packages/ingestion/src/layer-probe.ts',
    '../../core/src/index.js',
    false,
  ],
  [
    'nor from a folder further down',
    'packages/ingestion/src/duckdb/layer-probe.ts',
    '../../../core/src/index.js',
    false,
  ],
  ['a file of the same package is no sibling', 'packages/ingestion/src/duckdb/layer-probe.ts', '../index.js', true],
  [
    'a subpath that is not exported is closed',
    'packages/ingestion/src/layer-probe.ts',
    '@dqs/core/src/index.js',
    false,
  ],
] as const;

/** The program loads what it needs when it needs it; packages import at their top. */
const importing = (file: string, from: string) =>
  file.startsWith('apps/')
    ? `export const probe = () => import('${from}');\n`
    : `import * as other from '${from}';\nexport const probe = other;\n`;

describe('the layer rule', () => {
  let complaints: string[][];

  beforeAll(() => {
    const probes = PROBES.map(([, file, from]) => ({ file, text: importing(file, from) }));
    complaints = lintProbes(probes);
  });

  it.each(PROBES.map(([fact, , , allowed], index) => [fact, allowed, index] as const))(
    '%s',
    (_fact, allowed, index) => {
      if (allowed) expect(complaints[index]).toEqual([]);
      else expect(complaints[index]).not.toEqual([]);
    },
  );
});

/** What `eslint.config.mjs` says of a tag. */
interface Constraint {
  readonly sourceTag: string;
  readonly onlyDependOnLibsWithTags: readonly string[];
}

const SHOW_CONSTRAINTS = `
  import config from './eslint.config.mjs';
  const [, options] = config.flatMap(({ rules = {} }) => rules['@nx/enforce-module-boundaries'] ?? []);
  console.log(JSON.stringify(options.depConstraints));`;

describe('the table of packages in docs/architecture.md', () => {
  const all = projects();
  const rows = tables(read('docs/architecture.md'))
    .find(([header]) => header?.includes('may import'))!
    .slice(1);
  const constraints = JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', SHOW_CONSTRAINTS], { cwd: root, encoding: 'utf8' }),
  ) as Constraint[];

  const tagsOf = ({ manifest }: Project) => manifest.nx?.tags ?? [];
  const namesOf = (list: readonly Project[]) => list.map(({ manifest }) => manifest.name).sort();

  /** Whom the lint rule lets a project import: whoever meets the constraints of all its tags. */
  const allowed = (project: Project) =>
    all.filter(
      (other) =>
        other !== project &&
        constraints
          .filter(({ sourceTag }) => tagsOf(project).includes(sourceTag))
          .every(({ onlyDependOnLibsWithTags: tags }) => tags.some((tag) => tagsOf(other).includes(tag))),
    );

  /** Whom a cell of the table names: layers and packages; what stands in brackets is a remark. */
  const named = (cell: string, project: Project) => {
    const words = cell.replace(/\(.*\)/, '').split(',');
    return words.flatMap((one) => {
      const word = one.trim();
      const found = all.filter(
        (other) => tagsOf(other).includes(`layer:${word}`) || other.folder === `packages/${word}`,
      );
      if (found.length === 0 && word !== 'nothing') throw new Error(`${project.folder}: nothing is called "${word}"`);
      return found.filter((other) => other !== project);
    });
  };

  it('has every project once, with its name and its layer', () => {
    const expected = all.map((one) => {
      const layer = tagsOf(one).find((tag) => tag.startsWith('layer:'));
      return [one.folder, one.manifest.name, layer?.replace('layer:', '')];
    });
    expect(rows.map((row) => row.slice(0, 3)).sort()).toEqual(expected.sort());
  });

  it.each(all.map((project) => [project.folder, project] as const))(
    'says of %s what lint enforces',
    (folder, project) => {
      const cell = rows.find(([first]) => first === folder)?.[3] ?? '';
      expect(namesOf(named(cell, project))).toEqual(namesOf(allowed(project)));
    },
  );

  it('knows no layer that has no package', () => {
    const tags = new Set(all.flatMap(tagsOf));
    const used = constraints.flatMap(({ sourceTag, onlyDependOnLibsWithTags }) => [
      sourceTag,
      ...onlyDependOnLibsWithTags,
    ]);
    expect(used.filter((tag) => !tags.has(tag))).toEqual([]);
    expect([...tags].filter((tag) => !constraints.some(({ sourceTag }) => sourceTag === tag))).toEqual([]);
  });
});
