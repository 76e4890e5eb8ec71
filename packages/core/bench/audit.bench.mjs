// How long an audit log takes to append, and a verification of it against anchors; one JSON object a line.
// DQS_BENCH_ENTRIES sets the number of entries (1,000,000).
import { AuditLog, auditBatches, MemoryAuditStore, verifyAudit } from '@dqs/core/audit';

const ENTRIES = Number(process.env.DQS_BENCH_ENTRIES ?? 1_000_000);
const store = new MemoryAuditStore();
const schemas = new Map([['forecast.issue', 'keep']]);
const log = new AuditLog(store, { origin: 'bench', schemas });
const anchors = [];

let started = performance.now();
for (let number = 1; number <= ENTRIES; number += 1) {
  await log.append({
    actor: { id: 'worker', onBehalfOf: 'ann' },
    action: 'forecast.issue',
    targets: [{ kind: 'model', id: `orders@1.${number % 100}.0` }],
    outcome: 'done',
    after: { day: '2026-03-01', rows: number },
    context: { requestId: `r-${number}` },
  });
  if (number % (ENTRIES / 10) === 0) anchors.push(await log.checkpoint());
}
const appended = performance.now() - started;
started = performance.now();
const before = process.cpuUsage();
const { isIntact } = await verifyAudit(auditBatches(store), anchors);
const verified = performance.now() - started;
const { user, system } = process.cpuUsage(before);
const figures = {
  append_s: appended / 1000,
  verify_s: verified / 1000,
  verify_cpu_s: (user + system) / 1e6,
  is_intact: isIntact,
};
console.log(JSON.stringify({ entries: ENTRIES, ...figures, peak_mb: process.resourceUsage().maxRSS / 1024 }));
