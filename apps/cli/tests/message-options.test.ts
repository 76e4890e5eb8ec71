import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import ts from 'typescript';

import { EVERYWHERE, longFlag } from '@dqs/runtime/settings';

import { COMMANDS } from '../src/definitions/index.js';

const ROOT = resolve(__dirname, '../../..');
const DEFINITIONS = readdirSync(join(ROOT, 'apps/cli/src/definitions'));

/** Options of npm and node, which some messages tell to use. */
const OF_OTHERS = new Set([
  '--peers',
  '--include',
  '--version',
  '--help',
  '--max-old-space-size',
  '--foreground-scripts',
  '--ignore-scripts',
  // of initdb and of what runs containers
  '--pwfile',
  '--locale',
  '--shm-size',
]);

/** What a file of the sources imports, and the options that its texts name. */
interface SourceFile {
  readonly imports: readonly string[];
  readonly options: readonly string[];
}

const commands = [...COMMANDS.values()].flat();
const files = new Map<string, SourceFile>();

function fileOf(path: string): SourceFile {
  const known = files.get(path);
  if (known !== undefined) return known;
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const [imports, options] = [[] as string[], [] as string[]];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && node.importClause?.isTypeOnly) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      const target = moduleOf(node.text, path);
      if (target !== undefined) imports.push(target);
      // An option alone is an argument of a program that is run, and no message.
      if (!/^--[a-z-]+$/.test(node.text)) options.push(...optionsIn(node.text));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const file = { imports, options };
  files.set(path, file);
  return file;
}

/** The options that a text names, but for those of a command that it tells to run. */
function optionsIn(text: string): string[] {
  const told = commands.filter(({ name }) => text.includes(`dqs ${name} `));
  const known = told.flatMap(({ settings }) => settings.map(longFlag));
  return (text.match(/(?<![\w-])--[a-z][a-z-]+/g) ?? []).filter((option) => !known.includes(option));
}

/** The file of the sources that a text imports, if it does. */
function moduleOf(text: string, from: string): string | undefined {
  if (text.startsWith('.') && text.endsWith('.js')) {
    const path = resolve(dirname(from), text.replace(/\.js$/, '.ts'));
    return existsSync(path) ? path : undefined;
  }
  const [, name, entry] = /^@dqs\/([a-z-]+)(?:\/([a-z-]+))?$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const folder = join(ROOT, 'packages', name);
  if (!existsSync(join(folder, 'package.json'))) return undefined;
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    exports: Record<string, { '@dqs/source'?: string }>;
  };
  const source = exports[entry === undefined ? '.' : `./${entry}`]?.['@dqs/source'];
  return source === undefined ? undefined : join(folder, source);
}

/** The files whose texts a command can print: those that its own code leads to. */
function reachedFrom(start: string): Set<string> {
  const reached = new Set<string>();
  const next = [start];
  for (let path = next.pop(); path !== undefined; path = next.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    // Declarations of settings name every option there is.
    if (!path.includes('/runtime/src/settings/')) next.push(...fileOf(path).imports);
  }
  return reached;
}

/** The file in `src/commands` that does a command's work, by its definition. */
function workFiles(): Map<string, string> {
  const texts = DEFINITIONS.map((name) => readFileSync(join(ROOT, 'apps/cli/src/definitions', name), 'utf8'));
  const found = texts.join('\n').matchAll(/name: '([a-z -]+)',[\s\S]*?import\('\.\.\/([\w/-]+)\.js'\)/g);
  return new Map([...found].map(([, name, path]) => [name!, join(ROOT, 'apps/cli/src', `${path}.ts`)]));
}

const work = workFiles();
const reached = new Map(commands.map(({ name }) => [name, reachedFrom(work.get(name)!)]));
const optionsOf = new Map(commands.map(({ name, settings }) => [name, [...settings, ...EVERYWHERE].map(longFlag)]));
/** Every file with options in its texts; scripts of shells are no messages, and name options of all commands and of shells. */
const naming = [...files].filter(
  ([path, { options }]) => options.length > 0 && !/runtime\/src\/settings\/|cli\/src\/help\/completion\//.test(path),
);
const commandsAt = (path: string) => commands.map(({ name }) => name).filter((name) => reached.get(name)!.has(path));

it('the code of every command is found', () => {
  expect([...work.keys()].sort()).toEqual(commands.map(({ name }) => name).sort());
  expect(naming.length).toBeGreaterThan(20);
});

it.each(naming.map(([path, { options }]) => [path.slice(ROOT.length + 1), path, options] as const))(
  'every option that a message of %s names is in the help of a command that can print it',
  (_, path, options) => {
    const known = new Set(commandsAt(path).flatMap((name) => optionsOf.get(name)!));
    expect(options.filter((option) => !known.has(option) && !OF_OTHERS.has(option))).toEqual([]);
  },
);

it('every option that the reading of logs names is in the help of every command that reads them, under one of its names', () => {
  /** Options of the inputs whose flag some commands use for something else. */
  const otherNames = new Map([
    ['--format', '--results-format'],
    ['--outcomes', '--results-outcomes'],
  ]);
  const reading = naming.filter(([path]) =>
    /packages\/ingestion\/src\/(rows|importers\/delimited|importers\/json-lines|assert)/.test(path),
  );
  const options = [...new Set(reading.flatMap(([, file]) => file.options))];
  expect(options).toEqual(expect.arrayContaining(['--map', '--set', '--delimiter', '--outcomes']));
  for (const { name, settings } of commands.filter((one) => one.settings.includes('input'))) {
    const known = settings.map(longFlag);
    const absent = options.filter((option) => !known.includes(option) && !known.includes(otherNames.get(option) ?? ''));
    expect([name, absent]).toEqual([name, []]);
  }
});
