import { library } from '../../tsup.base.mjs';

export default library({ entry: ['src/main.ts'], format: ['esm'], dts: false });
