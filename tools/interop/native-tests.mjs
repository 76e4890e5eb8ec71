// Runs the test files of a native package by another Node, on another system or processor, where Jest and its compiler do not run.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { inRoot } from '../workspace/paths.mjs';

/** What starts processes of its own, which would be of this system, or reads types by a compiler. */
const LEFT_OUT = /^(?:binding|exports|processes|readme|scripts|self-check)\./;

/** The environment of that Node: nothing of this one. */
export const elsewhere = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:NODE_|npm_)/.test(name)));

/**
 * Runs each test file of a package by a process of its own.
 *
 * @param name folder of the package.
 * @param binary its native module.
 * @param launch runs Node with arguments and further variables, and gives what it prints.
 * @returns a comparison for each file.
 */
export async function testElsewhere(name, binary, launch) {
  const tests = inRoot('packages', name, 'tests');
  const results = [];
  for (const file of readdirSync(tests).filter((one) => one.endsWith('.test.ts') && !LEFT_OUT.test(one))) {
    const bundle = await bundled(join(tests, file), inRoot('packages', name, 'coverage', 'elsewhere'));
    const runner = inRoot('tools', 'interop', 'run-tests.cjs');
    const text = launch([runner, bundle], { [`DQS_${name.toUpperCase()}_BINARY`]: binary });
    const { passed, skipped, failures } = JSON.parse(text.trim().split('\n').at(-1));
    for (const { title, error } of failures) console.log(`        ${title}: ${error}`);
    results.push({
      what: `${name}: ${file}: ${passed} passed, ${skipped} skipped; failed`,
      tool: passed > 0 ? failures.map(({ title }) => title) : 'nothing ran',
      dqs: [],
    });
  }
  return results;
}

/** A test with the sources that it tests as one script; each file keeps its own place. */
async function bundled(file, folder) {
  mkdirSync(folder, { recursive: true });
  const esbuild = createRequire(inRoot('package.json'))('esbuild');
  const outfile = join(folder, `${basename(file)}.cjs`);
  const places = {
    name: 'places',
    setup: (build) =>
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const [place, url] = [dirname(path), `file://${path}`].map((text) => JSON.stringify(text));
        const text = readFileSync(path, 'utf8').replaceAll('import.meta.url', url);
        return { contents: `const __dirname = ${place};\n${text}`, loader: 'ts' };
      }),
  };
  const form = { bundle: true, platform: 'node', format: 'cjs', target: 'node22', packages: 'external' };
  await esbuild.build({ ...form, plugins: [places], entryPoints: [file], outfile, logLevel: 'silent' });
  return outfile;
}
