// Jest's global set-up: bundles the program once, from the sources of all packages, so that tests start it as fast as
// users do and never test a stale build.
const { join } = require('node:path');

const project = join(__dirname, '..', '..');
/** Inside the project, so that the bundle finds the dependencies in node_modules. */
const outDir = join(project, 'coverage', 'program');

module.exports = async () => {
  const { build } = await import('tsup');
  await build({
    config: false,
    silent: true,
    clean: true,
    entry: {
      ...Object.fromEntries(
        ['main', 'batch-worker', 'backtest-worker', 'compare-worker', 'serve-worker'].map((name) => [
          name,
          join(project, 'src', `${name}.ts`),
        ]),
      ),
      // Beside the server in its own package, and so beside all of it here.
      ...Object.fromEntries(
        ['gates-thread', 'simulation-program', 'policy-check-program'].map((name) => [
          name,
          join(project, '..', 'api', 'src', `${name}.ts`),
        ]),
      ),
    },
    tsconfig: join(project, 'tsconfig.lib.json'),
    outDir,
    format: ['esm'],
    target: 'node20',
    platform: 'node',
    splitting: true,
    noExternal: [/^@dqs\/(?!dashboard$)/],
    // The built pages lie in their package.
    external: ['@dqs/dashboard', /^@duckdb\//, 'kysely', 'pg', 'pg-copy-streams'],
    // CommonJS libraries among what is bundled ask for Node's own modules by require, which ESM has not.
    banner: {
      js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);",
    },
    esbuildOptions(options) {
      options.conditions = ['@dqs/source'];
    },
  });
};
module.exports.program = join(outDir, 'main.js');
