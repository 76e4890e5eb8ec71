import { library } from '../../tsup.base.mjs';

// Shims: the CommonJS bundle needs import.meta.url to find the native binary.
export default library({ shims: true });
