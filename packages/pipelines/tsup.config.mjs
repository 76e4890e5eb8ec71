import { library } from '../../tsup.base.mjs';

export default library({
  entry: {
    index: 'src/index.ts',
    options: 'src/options.ts',
    retrain: 'src/retrain/index.ts',
    'batch-worker': 'src/batch/batch-worker.ts',
  },
});
