import { library } from '../../tsup.base.mjs';

export default library({ entry: { index: 'src/index.ts', stats: 'src/ab/stats/index.ts' } });
