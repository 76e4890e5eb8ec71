import { library } from '../../tsup.base.mjs';

// The shims give the CommonJS build an import.meta.url. zod is bundled: what is used of it loads in a quarter of the time
// that its eighty files take.
export default library({ shims: true, noExternal: ['zod'] });
