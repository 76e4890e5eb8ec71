// node history.mjs dbt | great-expectations | soda <folder> <days>: writes what a nightly job of the tool would have kept for
// so many days, ending yesterday. It stands for your own files where a guide is only tried.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [tool, folder, count] = process.argv.slice(2);
const TABLES = ['orders', 'customers', 'payments'];
const RULES = ['not_null', 'unique', 'accepted_values'];
const yesterday = Math.floor(Date.now() / 86_400_000) - 1;
let state = 7;

/** A number from 0 to 1, the same on every run. */
function random() {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
}

/** Every check of a day with what came out; Mondays and one table are worse than others. */
function checksOf(day) {
  const isMonday = (day + 3) % 7 === 0;
  return TABLES.flatMap((table, t) =>
    RULES.map((rule) => {
      const failed = random() < 0.04 + 0.12 * t + (isMonday ? 0.3 : 0) ? 1 + Math.floor(random() * 40) : 0;
      return { table, rule, failed };
    }),
  );
}

function put(name, document) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(document, null, 2));
}

const idOf = ({ table, rule }) => `test.shop.${rule}_${table}_id.0123456789`;

const WRITERS = {
  dbt(date, checks) {
    const metadata = (kind) => ({
      dbt_schema_version: `https://schemas.getdbt.com/dbt/${kind}.json`,
      dbt_version: '1.9.0',
      invocation_id: `run-of-${date}`,
      generated_at: `${date}T05:00:00Z`,
    });
    const results = checks.map((check) => ({
      unique_id: idOf(check),
      status: check.failed > 0 ? 'fail' : 'pass',
      failures: check.failed,
      timing: [{ name: 'execute', started_at: `${date}T04:00:00Z`, completed_at: `${date}T04:00:01Z` }],
    }));
    put(`target/${date}/run_results.json`, { metadata: metadata('run-results/v6'), results, args: { which: 'build' } });
    const models = TABLES.map((table) => [
      `model.shop.${table}`,
      { name: table, config: { meta: { owner: `team-${table}` } } },
    ]);
    const tests = checks.map((check) => [
      idOf(check),
      {
        attached_node: `model.shop.${check.table}`,
        column_name: 'id',
        config: { severity: 'error' },
        tags: ['nightly'],
      },
    ]);
    put(`target/${date}/manifest.json`, {
      metadata: metadata('manifest/v12'),
      nodes: Object.fromEntries([...models, ...tests]),
    });
  },
  'great-expectations'(date, checks) {
    for (const table of TABLES) {
      const results = checks
        .filter((check) => check.table === table)
        .map(({ rule, failed }) => ({
          success: failed === 0,
          expectation_config: { type: `expect_column_values_to_be_${rule}`, kwargs: { column: 'id' } },
          exception_info: { raised_exception: false },
          result: { element_count: 500, missing_count: 0, unexpected_count: failed },
        }));
      const meta = {
        great_expectations_version: '1.24.1',
        run_id: { run_name: null, run_time: `${date}T04:00:00+00:00` },
        active_batch_definition: { datasource_name: 'shop', data_asset_name: table },
      };
      put(`validations/${date}/${table}.json`, { meta, results, success: true, suite_name: 'nightly', statistics: {} });
    }
  },
  soda(date, checks) {
    put(`scans/${date}.json`, {
      definitionName: 'nightly',
      defaultDataSource: 'shop',
      dataTimestamp: `${date}T04:00:00+00:00`,
      scanStartTimestamp: `${date}T04:00:00+00:00`,
      hasErrors: false,
      checks: checks.map(({ table, rule, failed }) => ({
        name: `${rule}(id)`,
        table,
        column: 'id',
        outcome: failed === 0 ? 'pass' : failed < 10 ? 'warn' : 'fail',
        resourceAttributes: [{ name: 'owner', value: `team-${table}` }],
      })),
    });
  },
};

for (let day = yesterday - Number(count) + 1; day <= yesterday; day += 1) {
  WRITERS[tool](new Date(day * 86_400_000).toISOString().slice(0, 10), checksOf(day));
}
