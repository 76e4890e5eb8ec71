import { library } from '../../tsup.base.mjs';

// Splitting keeps what is imported on demand out of the program's start.
export default library({ entry: ['src/main.ts'], format: ['esm'], dts: false, splitting: true });
