// `write <folder>` writes a hostile log as log.jsonl and log.parquet, and prints the sha256 of its panel as it is saved;
// `digest <path>` prints that of a counted log.
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPanel, savePanel } from '../../../packages/ingestion/src/index.js';
import { DuckDbSession, sqlText } from '../../../packages/ingestion/src/duckdb/session.js';
import { hostileLog, linesOf } from '../../../packages/ingestion/tests/support/hostile-log.js';

const ROWS = 200_000;
const [task = '', path = ''] = process.argv.slice(2);

async function digestOf(input: string): Promise<string> {
  const { panel } = await readPanel([input], { maxRejectRatio: 1, maxUnreadableRatio: 1 });
  await savePanel(`${input}.panel`, panel);
  const digest = createHash('sha256')
    .update(readFileSync(`${input}.panel`))
    .digest('hex');
  rmSync(`${input}.panel`);
  return digest;
}

async function write(folder: string): Promise<string> {
  const rows = hostileLog(ROWS);
  const lines = join(folder, 'log.jsonl');
  writeFileSync(lines, linesOf(rows));
  const columns = Object.keys(rows[0]!).map((name) => `${sqlText(name)}: 'VARCHAR'`);
  const session = await DuckDbSession.open({ memoryLimitMb: 1000 });
  const table = `read_json(${sqlText(lines)}, format = 'newline_delimited', columns = {${columns.join(', ')}})`;
  await session.run(`COPY (FROM ${table}) TO ${sqlText(join(folder, 'log.parquet'))} (FORMAT parquet)`);
  await session.close();
  return digestOf(lines);
}

console.log(task === 'write' ? await write(path) : await digestOf(path));
