import { MemoryAlertingStore, MemoryOutbox } from '@dqs/alerting';
import { MemoryLedger } from '@dqs/ledger';

import type { OpenedOperation } from '../../src/index.js';

type Notice = Awaited<ReturnType<OpenedOperation['notices']['all']>>[number];
type Event = Parameters<OpenedOperation['events']['append']>[0][number];

/** An operation whose database is memory. */
export function memoryOperation() {
  const notices = new Map<string, Notice>();
  const events: Event[] = [];
  const ledger = new MemoryLedger();
  const alerting = new MemoryAlertingStore();
  const operation: OpenedOperation = {
    ledger,
    alerting: alerting as unknown as OpenedOperation['alerting'],
    jobs: { totals: async () => [], history: async () => [] },
    about: async () => ({ kind: 'embedded', postgres: '18.4', processes: 1 }),
    size: async () => ({ bytes: 0, rows: new Map() }),
    notices: {
      all: async () => [...notices.values()],
      get: async (name) => notices.get(name),
      put: async (notice) => void notices.set(notice.name, notice),
      remove: async (name) => notices.delete(name),
    },
    events: { append: async (more) => void events.push(...more) },
    webhooks: {
      isDue: async () => false,
      queue: async () => ({ queued: 0, isMore: false }),
      get: async () => undefined,
      outbox: new MemoryOutbox() as unknown as OpenedOperation['webhooks']['outbox'],
    },
    prune: async () => [],
    verifyAudit: async () => ({ isIntact: true, entries: 0, root: '', anchored: 0, problems: [], journal: null }),
  };
  return { operation, ledger, alerting, events };
}
