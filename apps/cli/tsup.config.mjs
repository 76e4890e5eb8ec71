import { library } from '../../tsup.base.mjs';

// Splitting keeps what is imported on demand out of the program's start. zod is bundled: what is used of it loads in a
// quarter of the time that its eighty files take. Workers are programs of their own.
export default library({
  entry: [
    'src/main.ts',
    'src/batch-worker.ts',
    'src/backtest-worker.ts',
    'src/compare-worker.ts',
    'src/serve-worker.ts',
  ],
  format: ['esm'],
  dts: false,
  splitting: true,
  // Optional where it is installed, so never part of a bundle.
  external: ['@dqs/store'],
  noExternal: ['zod', '@dqs/pipelines/options', '@dqs/runtime/settings', '@dqs/runtime/program'],
});
