import { CHANNEL_KINDS } from '../../src/channels/index.js';
import { CHANNEL_CONTRACT } from '../../src/testing/index.js';
import { BENCHES } from '../support/benches.js';
import { stopPeers } from '../support/http-peer.js';
import { stopMailPeers } from '../support/mail-peer.js';

afterEach(async () => {
  await stopPeers();
  await stopMailPeers();
});

describe.each(CHANNEL_KINDS)('%s', (kind) => {
  for (const { title, run } of CHANNEL_CONTRACT) {
    it(title, () => run(BENCHES[kind]));
  }
});
