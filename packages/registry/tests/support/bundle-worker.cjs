// Jest's global setup: bundles the program that tests start many times as a separate process, so that each starts fast.
const { join } = require('node:path');

const project = join(__dirname, '..', '..');
/** Inside the project, so that the bundle finds the dependencies in node_modules. */
const outDir = join(project, 'coverage', 'worker');

module.exports = async () => {
  const { build } = await import('tsup');
  await build({
    config: false,
    silent: true,
    clean: true,
    entry: [join(project, 'tests', 'support', 'worker.ts')],
    tsconfig: join(project, 'tsconfig.spec.json'),
    outDir,
    format: ['esm'],
    outExtension: () => ({ js: '.mjs' }),
    target: 'node20',
    platform: 'node',
    noExternal: [/^@dqs\//, 'zod', 'semver'],
    esbuildOptions(options) {
      options.conditions = ['@dqs/source'];
      // semver is CommonJS and requires node:util and the like.
      options.banner = {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      };
    },
  });
};
