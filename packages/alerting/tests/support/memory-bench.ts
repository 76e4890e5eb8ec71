import { MemoryOutbox, type MemoryTransaction } from '../../src/index.js';
import type { OpenOutbox } from '../../src/testing/index.js';

/** A place in memory: every opening shares it. */
export function memoryPlace(outbox = new MemoryOutbox()): OpenOutbox<MemoryTransaction> {
  const decisions: string[] = [];
  return () =>
    Promise.resolve({
      outbox,
      transact: (work) => outbox.transact(work),
      decide: (tx, decision) => {
        tx.add(() => decisions.push(decision));
        return Promise.resolve();
      },
      decisions: () => Promise.resolve(decisions),
    });
}
