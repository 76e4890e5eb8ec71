import { library } from '../../tsup.base.mjs';

// @stdlib is bundled: what is used of it is one function, for which npm would install a hundred packages of 20 MB.
export default library({
  entry: { index: 'src/index.ts', stats: 'src/ab/stats/index.ts' },
  noExternal: [/^@stdlib\//],
});
