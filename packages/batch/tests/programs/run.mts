// A run that tests kill: node run.mjs <input> <output> <shard rows> [milliseconds a shard takes].
import { perRecord, RecordRejection, runBatch, textFileSource } from '../../src/index.js';

const [, , input, output, rows, pause = '0'] = process.argv as [string, string, string, string, string, string?];

const copy = perRecord((text, record) => {
  if (record % 97 === 0) throw new RecordRejection('every-97th', `expected another number than ${record}`);
  return `${text},${record}\n`;
});

try {
  const report = await runBatch(
    {
      source: textFileSource(input, { format: 'csv' }),
      process: async (shard) => {
        await new Promise((done) => setTimeout(done, Number(pause)));
        return copy(shard);
      },
      sink: { path: output, header: Buffer.from('id,text,record\n') },
      identity: { program: 'run' },
      shard: { rows: Number(rows) },
    },
    { onEvent: (event) => event.type === 'shard' && process.stderr.write(`shard ${event.shard}\n`) },
  );
  process.stdout.write(JSON.stringify(report));
} catch (error) {
  process.stderr.write(`${(error as { code?: string }).code}: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
