// Imports 10,000 results of dbt with their manifest, as a process of the program's, start included: what a nightly job
// waits for. One line each without and with a saved panel, and for the same run again.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureNode } from '../../../tools/bench/measured-process.mjs';
import { dqsProgram } from '../../../tools/workspace/paths.mjs';

const TESTS = 10_000;

const metadata = (kind) => ({
  dbt_schema_version: `https://schemas.getdbt.com/dbt/${kind}.json`,
  dbt_version: '1.9.0',
  invocation_id: 'bench',
  generated_at: '2026-03-01T10:00:00Z',
});
const idOf = (n) => `test.shop.not_null_model_${n % 500}_column_${n}.${n.toString(16).padStart(10, '0')}`;
const timing = ['compile', 'execute'].map((name) => ({
  name,
  started_at: '2026-03-01T09:00:00.000000Z',
  completed_at: '2026-03-01T09:00:01.000000Z',
}));
const numbers = Array.from({ length: TESTS }, (_, n) => n);
const results = numbers.map((n) => ({
  status: n % 20 === 0 ? 'fail' : 'pass',
  timing,
  thread_id: 'Thread-1',
  execution_time: 0.1,
  adapter_response: { _message: 'OK', rows_affected: 1 },
  message: null,
  failures: n % 20 === 0 ? 3 : 0,
  unique_id: idOf(n),
  compiled: true,
  compiled_code: `select count(*) from (${'select column from relation where column is null '.repeat(8)})`,
  relation_name: null,
}));
const test = (n) => ({
  database: 'db',
  schema: 'audit',
  name: `not_null_model_${n % 500}_column_${n}`,
  resource_type: 'test',
  package_name: 'shop',
  unique_id: idOf(n),
  fqn: ['shop', 'staging', 'x'],
  config: {
    enabled: true,
    severity: 'ERROR',
    tags: [],
    meta: {},
    fail_calc: 'count(*)',
    warn_if: '!= 0',
    error_if: '!= 0',
  },
  tags: ['nightly'],
  description: 'A value is there.',
  raw_code: '{{ test_not_null(**_dbt_generic_test_kwargs) }}',
  compiled_code: 'select column from relation where column is null '.repeat(20),
  depends_on: { macros: ['macro.dbt.test_not_null'], nodes: [`model.shop.model_${n % 500}`] },
  test_metadata: { name: 'not_null', kwargs: { column_name: `column_${n}`, model: `{{ ref('model_${n % 500}') }}` } },
  column_name: `column_${n}`,
  attached_node: `model.shop.model_${n % 500}`,
});
const models = numbers
  .slice(0, 500)
  .map((n) => [
    `model.shop.model_${n}`,
    { name: `model_${n}`, config: { meta: { owner: 'ann' } }, raw_code: 'select 1 '.repeat(400), columns: {} },
  ]);
const folder = mkdtempSync(join(tmpdir(), 'dqs-import-bench-'));
const put = (name, document) => writeFileSync(join(folder, name), JSON.stringify(document));
put('run_results.json', { metadata: metadata('run-results/v6'), results, args: { which: 'test' } });
put('manifest.json', {
  metadata: metadata('manifest/v12'),
  nodes: Object.fromEntries([...models, ...numbers.map((n) => [idOf(n), test(n)])]),
});
const megabytes = ['run_results.json', 'manifest.json'].map((name) => statSync(join(folder, name)).size / 1e6);

const round = (value) => Number(value.toFixed(2));
const panel = join(folder, 'panel.parquet');
for (const [what, args] of [
  ['nothing kept', []],
  ['into a new panel', ['--panel', panel]],
  ['the same run again', ['--panel', panel]],
]) {
  const runs = [];
  for (let run = 0; run < 3; run += 1) {
    if (what === 'into a new panel') rmSync(panel, { force: true });
    runs.push(await measureNode([dqsProgram, 'import', join(folder, 'run_results.json'), ...args]));
  }
  const { wallMs, cpuMs, peakMb } = runs.sort((a, b) => a.wallMs - b.wallMs)[1];
  const sizes = { 'MB of results': round(megabytes[0]), 'MB of manifest': round(megabytes[1]) };
  const figures = { 'wall s': round(wallMs / 1000), 'CPU s': round(cpuMs / 1000), 'peak MB': Math.round(peakMb) };
  console.log(JSON.stringify({ what, results: TESTS, ...sizes, ...figures }));
}
rmSync(folder, { recursive: true, force: true });
