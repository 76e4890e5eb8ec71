import { join } from 'node:path';
import { runScript, testCommandBlocks } from './support/commands.js';
import { consumerEnvironment, createConsumer } from './support/consumer.js';
import type { Consumer } from './support/consumer.js';
import { codeBlocks } from './support/markdown.js';
import { productFiles, projects, read, root } from './support/workspace.js';

const all = projects();
const libraries = all.filter(({ folder }) => folder.startsWith('packages/'));
const names = libraries.map(({ manifest }) => manifest.name);
const INSTALL_TIMEOUT_MS = 10 * 60_000;

let consumer: Consumer;
beforeAll(async () => {
  consumer = await createConsumer(all);
}, INSTALL_TIMEOUT_MS);
afterAll(() => consumer?.remove());

/** Our packages are on no registry yet and are installed already: `npm install @dqs/x` becomes a look whether x is. */
const withInstalled = (script: string) => script.replace(/^\s*npm (?:install|i) (?=@dqs\/)/gm, 'npm ls ');

/** Runs a file of the project and expects it to end well. */
function expectRuns(file: string): string {
  const { code, output } = consumer.run(process.execPath, [file]);
  if (code !== 0) throw new Error(`${file} ended with code ${code}:\n${output}`);
  return output;
}

describe('the packed packages, installed in an empty project', () => {
  const exampleOf = (folder: string) =>
    codeBlocks(read(`${folder}/README.md`)).find(({ language }) => ['js', 'javascript', 'mjs'].includes(language));
  const withExamples = all.filter(({ folder }) => folder.startsWith('packages/') || exampleOf(folder) !== undefined);

  it.each(withExamples.map(({ manifest, folder }) => [manifest.name, folder]))(
    'the first example of %s runs',
    (name, folder) => {
      const example = exampleOf(folder!);
      expect(example?.code).toMatch(new RegExp(`'${name}['/]`));
      const file = `example-${folder!.split('/').at(-1)}.mjs`;
      consumer.write(file, example!.code);
      expectRuns(file);
    },
  );

  it('import and require of each package give the same names', () => {
    // One process for all packages: to start one for each takes longer than everything they do.
    const print = 'console.log(JSON.stringify(names));';
    const each = (load: string) => `const names = {}; for (const name of ${JSON.stringify(names)}) ${load} ${print}`;
    const sorted = "Object.keys(m).filter((n) => n !== 'default').sort()";
    consumer.write('names.mjs', each(`{ const m = await import(name); names[name] = ${sorted}; }`));
    consumer.write('names.cjs', each('names[name] = Object.keys(require(name)).sort();'));
    const imported = JSON.parse(expectRuns('names.mjs')) as Record<string, string[]>;
    expect(Object.entries(imported).filter(([, exported]) => exported.length === 0)).toEqual([]);
    expect(JSON.parse(expectRuns('names.cjs'))).toEqual(imported);
  });

  it('an error of the CommonJS build, whichever entry threw it, is known to the ES module and the other way round', () => {
    consumer.write(
      'errors.mjs',
      `import { createRequire } from 'node:module';
import { DqsError } from '@dqs/core';
import { assertLocalPath } from '@dqs/core/io';
const require = createRequire(import.meta.url);
const common = require('@dqs/core');
const thrown = (work) => { try { work(); } catch (error) { return error; } };
const errors = [() => assertLocalPath('s3://x'), () => require('@dqs/core/io').assertLocalPath('s3://x')];
errors.push(() => { throw new DqsError('internal', 'x'); }, () => { throw new common.DqsError('internal', 'x'); });
const known = errors.map(thrown).flatMap((e) => [DqsError.is(e), common.DqsError.is(e)]);
console.log([common.DqsError !== DqsError, ...known].join(' '));`,
    );
    expect(expectRuns('errors.mjs').trim()).toBe(Array(9).fill('true').join(' '));
  });

  it('a path inside a package that is not exported cannot be reached', () => {
    const reach = (name: string) => `await import('${name}/dist/index.js').catch(({ code }) => code)`;
    consumer.write('inside.mjs', `console.log(JSON.stringify([${names.map(reach).join(', ')}]));`);
    expect(JSON.parse(expectRuns('inside.mjs'))).toEqual(names.map(() => 'ERR_PACKAGE_PATH_NOT_EXPORTED'));
  });

  it.each(['nodenext', 'bundler'])('their types are found by import and require (%s)', (resolution) => {
    const imports = names.map((name, index) => `import * as m${index} from '${name}';`);
    const uses = names.map((_name, index) => `export const n${index}: keyof typeof m${index} | undefined = undefined;`);
    const options = {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      target: 'es2023',
      lib: ['es2023'],
      types: ['node'],
    };
    const typeRoots = [join(root, 'node_modules', '@types')];
    const module = resolution === 'bundler' ? 'preserve' : resolution;
    const text = [...imports, ...uses].join('\n');
    consumer.write('types.mts', text);
    consumer.write('types.cts', text);
    const files = resolution === 'bundler' ? ['types.mts'] : ['types.mts', 'types.cts'];
    const compilerOptions = { ...options, typeRoots, module, moduleResolution: resolution };
    consumer.write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
    const { output } = consumer.run(process.execPath, [
      join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
      '-p',
      'tsconfig.json',
    ]);
    // Faults inside other people's typings are theirs; ours and the consumer's own lines must be without any.
    const ours = output.split('\n').filter((line) => /error TS/.test(line) && !/^node_modules\/(?!@dqs\/)/.test(line));
    expect(ours).toEqual([]);
  });

  for (const file of productFiles('packages/**/*.md', 'apps/**/*.md')) {
    testCommandBlocks(file, (script) =>
      runScript(withInstalled(script), consumer.folder, consumerEnvironment(consumer.folder)),
    );
  }

  it('the program answers', () => {
    const { code, output } = consumer.run('dqs', ['--help']);
    expect(`${code} ${output}`).toMatch(/^0 [\s\S]*train/);
  });
});
