import { library } from '../../tsup.base.mjs';

// Entries of their own, so that a program's start loads little and a terminal no pages.
export default library({ entry: ['src/index.ts', 'src/text.ts', 'src/terminal.ts'] });
