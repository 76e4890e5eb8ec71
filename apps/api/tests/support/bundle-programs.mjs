// Bundles the programs that run in a process or on a thread of their own, from the sources of all packages.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'tsup';

const project = join(fileURLToPath(import.meta.url), '..', '..', '..');

await build({
  config: false,
  silent: true,
  clean: true,
  entry: ['simulation-program', 'policy-check-program'].map((name) => join(project, 'src', `${name}.ts`)),
  tsconfig: join(project, 'tsconfig.lib.json'),
  // Inside the project, so that the bundle finds the dependencies in node_modules.
  outDir: join(project, 'coverage', 'programs'),
  format: ['esm'],
  target: 'node20',
  platform: 'node',
  splitting: true,
  noExternal: [/^@dqs\//],
  external: [/^@duckdb\//, 'kysely', 'pg', 'pg-copy-streams'],
  // CommonJS libraries among what is bundled ask for Node's own modules by require, which ESM has not.
  banner: {
    js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);",
  },
  esbuildOptions(options) {
    options.conditions = ['@dqs/source'];
  },
});
