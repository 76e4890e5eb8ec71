import { library } from '../../tsup.base.mjs';

export default library({
  entry: ['src/index.ts', 'src/gates-thread.ts'],
  format: ['esm'],
  external: ['@dqs/store'],
});
