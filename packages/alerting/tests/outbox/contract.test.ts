import { OUTBOX_CONTRACT } from '../../src/testing/index.js';
import { memoryPlace } from '../support/memory-bench.js';

describe('MemoryOutbox', () => {
  for (const { title, run } of OUTBOX_CONTRACT) {
    it(title, () => run(memoryPlace()));
  }
});
