// How long a verification of an audit log in the embedded PostgreSQL takes, and appends one at a time; one JSON object a line.
// DQS_BENCH_ENTRIES sets the number of entries (1,000,000).
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY_LOG, logEnd, MerkleTree, leafHash, nextEntry, verifyAudit } from '@dqs/core/audit';
import { openDatabase, PostgresAuditStore } from '@dqs/store';

const ENTRIES = Number(process.env.DQS_BENCH_ENTRIES ?? 1_000_000);
const ROWS = 2000;
const APPENDS = 500;
const folder = mkdtempSync(join(tmpdir(), 'dqs-audit-bench-'));
chmodSync(folder, 0o711);
const database = await openDatabase({ folder: join(folder, 'postgres') });
const store = new PostgresAuditStore(database);
const tree = new MerkleTree();
let end = EMPTY_LOG;

const entryOf = (number) => {
  const bytes = nextEntry(
    {
      actor: { id: 'worker', onBehalfOf: 'ann' },
      action: 'model.promote',
      targets: [{ kind: 'model', id: `orders@1.${number % 100}.0` }],
      outcome: 'done',
      after: { day: '2026-03-01', rows: number },
      context: { requestId: `r-${number}` },
    },
    'keep',
    end,
    Date.now(),
  );
  end = logEnd(number, bytes);
  tree.add(leafHash(bytes));
  return bytes;
};

try {
  for (let number = 1; number <= ENTRIES; number += ROWS) {
    const numbers = Array.from({ length: Math.min(ROWS, ENTRIES - number + 1) }, (_, i) => number + i);
    const values = [numbers, numbers.map(entryOf)];
    const query = 'INSERT INTO dqs.audit_entry SELECT * FROM unnest($1::bigint[], $2::bytea[])';
    await database.withClient((client) => client.query(query, values));
  }
  const anchor = { origin: 'bench', size: ENTRIES, root: tree.root() };
  const before = process.cpuUsage();
  let started = performance.now();
  const { isIntact, entries } = await verifyAudit(store.batches(), [anchor]);
  const verified = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  started = performance.now();
  for (let i = 0; i < APPENDS; i += 1) {
    await database.transaction((tx) => store.appendIn(tx, (last) => entryOf(last.number + 1)));
  }
  const appended = performance.now() - started;
  const figures = { verify_s: verified / 1000, verify_cpu_s: (user + system) / 1e6, append_ms: appended / APPENDS };
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ entries, is_intact: isIntact, ...figures, peak_mb: peak }));
} finally {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
}
