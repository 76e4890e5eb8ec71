import { MemoryAlertingStore } from '../../src/index.js';
import { ALERTING_STORE_CONTRACT, OUTBOX_CONTRACT } from '../../src/testing/index.js';
import { memoryPlace } from '../support/memory-bench.js';

describe('MemoryAlertingStore', () => {
  for (const { title, run } of ALERTING_STORE_CONTRACT) {
    it(title, () => {
      const store = new MemoryAlertingStore();
      return run(() => Promise.resolve(store));
    });
  }

  it.each(OUTBOX_CONTRACT.map(({ title, run }) => [title, run] as const))('has an outbox: %s', (_title, run) =>
    run(memoryPlace(new MemoryAlertingStore().outboxOf('checks'))),
  );
});
