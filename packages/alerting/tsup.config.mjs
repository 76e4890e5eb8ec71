import { library } from '../../tsup.base.mjs';

export default library({
  entry: { index: 'src/index.ts', channels: 'src/channels/index.ts', testing: 'src/testing/index.ts' },
});
