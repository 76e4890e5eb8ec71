import { library } from '../../tsup.base.mjs';

// @stdlib is bundled: what is used of it is a few functions, for which npm would install a hundred packages of 20 MB.
export default library({ noExternal: [/^@stdlib\//] });
