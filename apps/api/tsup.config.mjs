import { library } from '../../tsup.base.mjs';

export default library({
  // What runs in a process or on a thread of its own is a program of its own.
  entry: ['src/index.ts', 'src/gates-thread.ts', 'src/simulation-program.ts', 'src/policy-check-program.ts'],
  format: ['esm'],
  external: ['@dqs/store'],
});
