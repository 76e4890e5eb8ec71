const { join } = require('node:path');

/**
 * Jest's global setup of a project: bundles `tests/support/worker.ts`, which tests start many times as a separate process,
 * so that each starts fast.
 *
 * @param {string} project its folder.
 * @param {readonly string[]} bundled dependencies that go into the bundle.
 */
module.exports.bundleWorker = async (project, bundled) => {
  const { build } = await import('tsup');
  await build({
    config: false,
    silent: true,
    clean: true,
    entry: [join(project, 'tests', 'support', 'worker.ts')],
    tsconfig: join(project, 'tsconfig.spec.json'),
    // Inside the project, so that the bundle finds the dependencies in node_modules.
    outDir: join(project, 'coverage', 'worker'),
    format: ['esm'],
    outExtension: () => ({ js: '.mjs' }),
    target: 'node20',
    platform: 'node',
    noExternal: [/^@dqs\//, ...bundled],
    esbuildOptions(options) {
      options.conditions = ['@dqs/source'];
      // CommonJS libraries require node:util and the like.
      options.banner = {
        js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);",
      };
    },
  });
};
