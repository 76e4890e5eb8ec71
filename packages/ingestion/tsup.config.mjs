import { library } from '../../tsup.base.mjs';

// The shims give the CommonJS build an import.meta.url.
export default library({ shims: true });
