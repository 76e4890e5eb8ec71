import { library } from '../../tsup.base.mjs';

// Settings are an entry of their own: a program's start and its help load them, and nothing that works.
export default library({ entry: { index: 'src/index.ts', settings: 'src/settings/index.ts' } });
