// The overhead without a model: a million records copied on this thread, from cutting records to the renamed file.
// `DQS_BENCH_ROWS` sets another number.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBatch, textFileSource } from '@dqs/batch';

const ROWS = Number(process.env.DQS_BENCH_ROWS ?? 1_000_000);

/** Copies shards as they are: nothing is spent on records. */
const copy = (shard) => ({ output: new Uint8Array(shard.bytes), rows: shard.bounds.length / 2, rejected: [] });

/** A file of rows like requests; in the second kind every row has quotes. */
function inputOf(folder, kind) {
  const path = join(folder, `${kind}.csv`);
  const text =
    kind === 'quoted'
      ? (i) => `"dataset ""${i % 50}""",R${i % 20},2025-01-01,${i}`
      : (i) => `dataset ${i % 50},R${i % 20},2025-01-01,${i}`;
  writeFileSync(path, `dataset,rule,date,id\n${Array.from({ length: ROWS }, (_, i) => `${text(i)}\n`).join('')}`);
  return path;
}

const folder = mkdtempSync(join(tmpdir(), 'dqs-bench-batch-'));
try {
  for (const kind of ['plain', 'quoted']) {
    const path = inputOf(folder, kind);
    const before = process.cpuUsage();
    const { seconds } = await runBatch({
      source: textFileSource(path, { format: 'csv' }),
      process: copy,
      sink: { path: join(folder, 'out.csv') },
    });
    const { user, system } = process.cpuUsage(before);
    console.log(
      JSON.stringify({
        records: ROWS,
        kind,
        inputMb: Number((statSync(path).size / 1e6).toFixed(1)),
        wallMs: Math.round(1000 * seconds),
        cpuMicrosecondsPerRecord: Number(((user + system) / ROWS).toFixed(3)),
        recordsPerSecond: Math.round(ROWS / seconds),
      }),
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
