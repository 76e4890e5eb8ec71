import { library } from '../../tsup.base.mjs';

export default library({ entry: { index: 'src/index.ts', testing: 'src/testing/index.ts' } });
