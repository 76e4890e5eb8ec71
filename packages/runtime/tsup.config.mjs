import { library } from '../../tsup.base.mjs';

// Entries of their own, so that a program loads what its run needs: settings and program from its start, the rest when it
// works.
export default library({
  // Optional where it is installed, so never part of a bundle.
  external: ['@dqs/store'],
  entry: {
    index: 'src/index.ts',
    settings: 'src/settings/index.ts',
    program: 'src/program.ts',
    alerting: 'src/alerting/index.ts',
    retraining: 'src/retraining/index.ts',
    history: 'src/history/index.ts',
    experiments: 'src/experiments/index.ts',
    summary: 'src/summary/index.ts',
    serving: 'src/serving/index.ts',
    metrics: 'src/metrics/index.ts',
    pages: 'src/pages/index.ts',
  },
});
