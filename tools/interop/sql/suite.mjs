import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dqs, runScript } from '../dqs.mjs';

export const requirements = ['pyspark==3.5.8', 'chdb==3.6.0'];

const SCRIPTS = fileURLToPath(new URL('.', import.meta.url));
const panels = (...args) => runScript(join(SCRIPTS, 'panels.mts'), ...args).trim();

/** Counts a hostile log by the texts of `dqs sql` on Spark and ClickHouse, and compares the panels with that of the log. */
export function run({ python, folder }) {
  cpSync(SCRIPTS, folder, { recursive: true });
  const log = panels('write', folder);
  const compared = ['spark', 'clickhouse'].map((dialect) => {
    writeFileSync(join(folder, `${dialect}.sql`), dqs('sql', '--dialect', dialect, '--table', 'log').sql);
    const { status, stderr } = spawnSync(python, [`${dialect}.py`], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 15 * 60_000,
    });
    if (status !== 0) throw new Error(stderr.slice(-3000));
    return {
      what: `${dialect}, the panel's sha256`,
      tool: panels('digest', join(folder, `${dialect}.parquet`)),
      dqs: log,
    };
  });
  const counted = join(folder, 'counted', 'part=*', '*.parquet');
  const [tool, direct] = [counted, join(folder, 'log.jsonl')].map((input) => contentOfSet(folder, input));
  return [
    ...compared,
    { what: 'content of a panel set, of what Spark wrote by parts and of the log', tool, dqs: direct },
  ];
}

/** The digest of the results of a panel set that one task builds: some datasets of the log have no uuid to be divided by. */
function contentOfSet(folder, input) {
  const set = ['--panel-set', mkdtempSync(join(folder, 'set-'))];
  dqs('panel', 'build', ...set, '--input', input, '--max-reject-ratio', '1', '--max-unreadable-ratio', '1');
  return dqs('panel', 'ls', ...set).content;
}
