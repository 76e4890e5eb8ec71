import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countBy, dqs, importCounts } from '../dqs.mjs';

export const requirements = ['dbt-core==1.12.6', 'dbt-duckdb==1.11.1'];
/** dbt runs without it, and its wheel is fetched from elsewhere than PyPI. */
export const without = ['dbt-core', 'dbt-core-experimental-parser'];

const STATUSES = {
  pass: 'passed',
  fail: 'failed',
  warn: 'failed',
  error: 'errors',
  'runtime error': 'errors',
  skipped: 'skipped',
};

/** Runs a project with every status there is, and compares with what dbt logs of each node. */
export function run({ bin, folder }) {
  cpSync(fileURLToPath(new URL('project', import.meta.url)), folder, { recursive: true });
  const dbt = (...args) => logOf(join(bin, 'dbt'), args, folder);
  const target = join(folder, 'target');
  const keep = (name) => cpSync(target, join(folder, name), { recursive: true });

  const build = dbt('build');
  keep('build');
  const test = dbt('test');
  keep('test');
  const comparisons = [
    { what: 'dbt build', tool: statusesOf(build, ['test', 'unit_test']), dqs: importCounts(join(folder, 'build')) },
    { what: 'dbt test', tool: statusesOf(test, ['test', 'unit_test']), dqs: importCounts(join(folder, 'test')) },
  ];
  const freshness = dbt('source', 'freshness');
  const written = JSON.parse(readFileSync(join(target, 'sources.json'), 'utf8')).results.map((one) => one.unique_id);
  const logged = freshness.filter((node) => written.includes(node.unique_id));
  // In this file an error is a verdict: staler than error_after.
  const meanings = { ...STATUSES, error: 'failed' };
  comparisons.push({
    what: 'dbt source freshness',
    tool: countBy(
      logged.map((node) => node.node_status),
      meanings,
    ),
    dqs: importCounts(join(target, 'sources.json')),
  });
  for (const command of [['docs', 'generate'], ['compile']]) {
    dbt(...command);
    const { report } = dqs('import', join(target, 'run_results.json'));
    comparisons.push({ what: `dbt ${command.join(' ')} executes nothing`, tool: 0, dqs: report.rowsUsed });
  }
  const again = join(folder, 'panel.parquet');
  dqs('import', join(folder, 'build'), '--panel', again);
  const second = dqs('import', join(folder, 'build', 'run_results.json'), '--panel', again);
  comparisons.push({ what: 'the same run again', tool: 0, dqs: second.report.rowsUsed });
  return comparisons;
}

/** What dbt logs of the nodes that it finished. */
function logOf(program, args, cwd) {
  const env = { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: '0' };
  const { stdout } = spawnSync(program, ['--log-format', 'json', '--log-level', 'debug', ...args], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  const events = stdout.split('\n').filter((line) => line.includes('"NodeFinished"'));
  return events.map((line) => JSON.parse(line).data.node_info);
}

function statusesOf(nodes, kinds) {
  return countBy(
    nodes.filter((node) => kinds.includes(node.resource_type)).map((node) => node.node_status),
    STATUSES,
  );
}
