// Jest's global setup: bundles the test programs from the sources, since workers and killed processes are real ones
// that no transform reaches.
const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const project = join(__dirname, '..', '..');
const programs = join(project, 'tests', 'programs');

module.exports = async () => {
  const { build } = await import('tsup');
  await build({
    config: false,
    silent: true,
    clean: true,
    entry: readdirSync(programs).map((name) => join(programs, name)),
    tsconfig: join(project, 'tsconfig.lib.json'),
    outDir: join(project, 'coverage', 'programs'),
    format: ['esm'],
    outExtension: () => ({ js: '.mjs' }),
    target: 'node20',
    platform: 'node',
    splitting: true,
    noExternal: [/^@dqs\//],
    esbuildOptions(options) {
      options.conditions = ['@dqs/source'];
    },
  });
};
