import { library } from '../../tsup.base.mjs';

// Entries of their own, so that a program's start loads little, a terminal no pages and a browser no Node.
export default library({ entry: ['src/index.ts', 'src/components.ts', 'src/text.ts', 'src/terminal.ts'] });
