import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runProcess } from './support/process.js';
import { root } from './support/workspace.js';

interface Judged {
  rows: { folder: string }[];
  faults: string[];
  text: string;
}

const counts = (covered: number, total: number) => ({ covered, total });
const file = (lines: [number, number], branches: [number, number], missed: [number, number][] = []) => ({
  lines: counts(...lines),
  branches: counts(...branches),
  missed,
  halfTaken: [],
});

/** What a script says that has coverage.mjs as `coverage`. */
function told(script: string): unknown {
  const module = JSON.stringify(pathToFileURL(join(root, 'tools', 'workspace', 'coverage.mjs')).href);
  const whole = `const coverage = await import(${module}); console.log(JSON.stringify(${script}));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', whole], { encoding: 'utf8' }));
}

/** What coverage.mjs says of these projects. */
function judged(projects: unknown, options: unknown = { lower: {} }): Judged {
  const [given, how] = [JSON.stringify(projects), JSON.stringify(options)];
  const judgement = `coverage.judge(${given}, ${how})`;
  return told(`{ ...${judgement}, text: coverage.describeCoverage(${judgement}, ${how}) }`) as Judged;
}

describe('coverage', () => {
  it('fails a package below 92 % of lines or 85 % of branches, by its name and figure', () => {
    const { faults } = judged([
      { folder: 'packages/a', files: { 'src/x.ts': file([9199, 10_000], [85, 100]) } },
      { folder: 'packages/b', files: { 'src/x.ts': file([92, 100], [42, 50]) } },
      { folder: 'packages/c', files: { 'src/x.ts': file([92, 100], [85, 100]) } },
    ]);
    expect(faults).toEqual([
      'packages/a: expected at least 92 % of lines, got 91.9 %',
      'packages/b: expected at least 85 % of branches, got 84.0 %',
    ]);
  });

  it('adds up the files of a package, of which one that holds only types is nothing to cover', () => {
    const files = { 'src/x.ts': file([10, 10], [1, 1]), 'src/types.ts': file([0, 0], [0, 0]) };
    expect(judged([{ folder: 'packages/a', files }]).rows).toEqual([
      { folder: 'packages/a', lines: counts(10, 10), branches: counts(1, 1) },
    ]);
    expect(judged([{ folder: 'packages/a', files: {} }]).faults).toEqual([]);
  });

  it('fails a package that was not measured', () => {
    expect(judged([{ folder: 'packages/a' }]).faults).toEqual([
      'packages/a: expected figures of coverage, found none: its tests did not run to the end with --coverage',
    ]);
  });

  it('holds a package to its own lower limit, and says why until it reaches what is required of all', () => {
    const lower = { 'packages/a': { lines: 80, because: 'because' } };
    const of = (covered: number) =>
      judged([{ folder: 'packages/a', files: { 'src/x.ts': file([covered, 100], [1, 1]) } }], { lower });
    expect(of(80).faults).toEqual([]);
    expect(of(80).text).toContain('because');
    expect(of(79).faults).toEqual(['packages/a: expected at least 80 % of lines, got 79.0 %']);
    expect(of(92)).toMatchObject({ faults: [], text: expect.stringContaining('take it out of LOWER') as string });
  });

  it('names the files with the most lines that nothing reaches, and those lines', () => {
    const { text } = judged([
      {
        folder: 'packages/a',
        files: {
          'src/one.ts': file([9, 10], [1, 2], [[4, 4]]),
          'src/three.ts': file(
            [7, 10],
            [2, 2],
            [
              [2, 2],
              [6, 8],
            ],
          ),
          'src/whole.ts': file([5, 5], [0, 0]),
        },
      },
    ]);
    expect(text).toBe(
      [
        '  package       lines  branches',
        '  packages/a   84.0 %    75.0 %',
        '',
        'Most lines that no test of their package reaches:',
        '  packages/a/src/three.ts  70.0 % of lines, 100.0 % of branches: lines 2, 6-8',
        '  packages/a/src/one.ts  90.0 % of lines, 50.0 % of branches: lines 4',
      ].join('\n'),
    );
  });

  it('refuses the name of a package that is not there, with those that are', () => {
    const { code, output } = runProcess(process.execPath, ['tools/workspace/coverage.mjs', 'cores'], root, process.env);
    expect(code).toBe(2);
    expect(output).toMatch(/^expected names of packages, got "cores"; there are alerting, .*core, /);
  });
});

describe('a run of tests with coverage', () => {
  let folder: string;

  beforeAll(() => {
    mkdirSync(join(root, 'tests', 'coverage'), { recursive: true });
    // Inside the workspace, where the transforms find what they need.
    folder = mkdtempSync(join(root, 'tests', 'coverage', 'measured-'));
    const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
    for (const name of ['src', 'tests']) mkdirSync(join(folder, name));
    const preset = JSON.stringify(join(root, 'jest.preset.cjs'));
    const own = "rootDir: __dirname, testMatch: ['<rootDir>/tests/*.check.ts'], maxWorkers: 1";
    put('jest.config.cjs', `module.exports = { ...require(${preset}), ${own} };`);
    put('src/types.ts', 'export interface Named {\n  readonly name: string;\n}\n');
    put('src/never.ts', 'export function never(): number {\n  return 1;\n}\n');
    put('src/index.ts', "export { half } from './half.js';\n");
    put(
      'src/half.ts',
      [
        "import type { Named } from './types.js';",
        'export function half({ name }: Named, isLong = false): string {',
        '  // Nothing runs here.',
        '  if (isLong) {',
        '    const twice = name + name;',
        '',
        '    return twice;',
        '  }',
        '  return name;',
        '}',
      ].join('\n'),
    );
    put(
      'tests/half.check.ts',
      "import { half } from '../src/half.js';\nit('works', () => {\n  expect(half({ name: 'a' })).toBe('a');\n});\n",
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What the tests of a folder have reached, as they report it. */
  function reached(of: string): Record<string, unknown> {
    const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
    const env = { ...process.env, DQS_COVERAGE: '1', NODE_OPTIONS: '--experimental-vm-modules' };
    const { code, output } = runProcess(process.execPath, [jest, '--config', 'jest.config.cjs'], of, env);
    expect(code === 0 ? '' : output).toBe('');
    return JSON.parse(readFileSync(join(of, 'coverage', 'coverage.json'), 'utf8')) as Record<string, unknown>;
  }

  const figures = (own: unknown, measured: readonly unknown[]) =>
    told(`coverage.filesOf('a/measured', ${JSON.stringify(own)}, ${JSON.stringify(measured)})`);

  it('counts lines and branches of the sources, names those never reached, and counts files that no test loads', () => {
    expect(figures(reached(folder), [])).toEqual({
      'src/half.ts': {
        // The line of the export is one that was run: something imports it.
        lines: counts(3, 5),
        branches: counts(2, 3),
        missed: [[5, 7]],
        halfTaken: [4],
      },
      'src/never.ts': { lines: counts(0, 1), branches: counts(0, 0), missed: [[2, 2]], halfTaken: [] },
    });
  });

  it('counts what the tests of an app reach of a package for the package, and nothing of others for the app', () => {
    const app = join(folder, 'app');
    for (const name of ['src', 'tests']) mkdirSync(join(app, name), { recursive: true });
    const [preset, covering] = ['jest.preset.cjs', 'tools/jest/covering.cjs'].map((name) =>
      JSON.stringify(join(root, name)),
    );
    const own = "testMatch: [__dirname + '/tests/*.check.ts'], maxWorkers: 1";
    const packages = JSON.stringify([relative(root, folder)]);
    const config = `{ ...require(${preset}), ...require(${covering})(__dirname, ${packages}), ${own} }`;
    writeFileSync(join(app, 'jest.config.cjs'), `module.exports = ${config};`);
    writeFileSync(
      join(app, 'src', 'main.ts'),
      "import { half } from '../../src/half.js';\nexport const main = () => half({ name: 'a' }, true);\n",
    );
    writeFileSync(
      join(app, 'tests', 'main.check.ts'),
      "import { main } from '../src/main.js';\nit('works', () => {\n  expect(main()).toBe('aa');\n});\n",
    );
    const [package_, ofApp] = [reached(folder), reached(app)];
    expect(figures(package_, [['a/measured/app', ofApp]])).toMatchObject({
      'src/half.ts': { lines: counts(5, 5), branches: counts(3, 3), missed: [], halfTaken: [] },
      'src/never.ts': { lines: counts(0, 1) },
    });
    const alone = told(`coverage.filesOf('a/measured/app', ${JSON.stringify(ofApp)}, [])`) as object;
    expect(Object.keys(alone)).toEqual(['src/main.ts']);
  });
});
