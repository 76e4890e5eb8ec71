import { library } from '../../tsup.base.mjs';

// Splitting keeps what is imported on demand out of the program's start. zod is bundled: what is used of it loads in a
// quarter of the time that its eighty files take.
export default library({
  entry: ['src/main.ts'],
  format: ['esm'],
  dts: false,
  splitting: true,
  noExternal: ['zod'],
});
