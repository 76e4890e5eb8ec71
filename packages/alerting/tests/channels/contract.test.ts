import { CHANNEL_ABILITIES } from '../../src/channels/index.js';
import { CHANNEL_CONTRACT } from '../../src/testing/index.js';
import { BENCHES } from '../support/benches.js';
import { stopPeers } from '../support/http-peer.js';
import { stopMailPeers } from '../support/mail-peer.js';

afterEach(async () => {
  await stopPeers();
  await stopMailPeers();
});

describe.each(Object.keys(CHANNEL_ABILITIES) as (keyof typeof CHANNEL_ABILITIES)[])('%s', (kind) => {
  for (const { title, run } of CHANNEL_CONTRACT) {
    it(title, () => run(BENCHES[kind]));
  }
});
