import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { DuckDbSession, sqlText } from '../../src/duckdb/session.js';
import { readPanel } from '../../src/index.js';
import { documentReader, panelLines } from '../support/tools.js';

const { at, put, read } = documentReader();
/** Reduced by hand from what the tools wrote in `npm run interop`. */
const sample = (name: string) => readFileSync(resolve(__dirname, '../fixtures/tools', name), 'utf8');

describe('Great Expectations', () => {
  it('counts every suite of a checkpoint, exceptions as neither, and tells severity, owner and description', async () => {
    const { lines, facts } = await read({ 'cp.json': sample('great-expectations-1-checkpoint.json') });
    const day = '2026-03-01';
    expect(lines).toEqual([
      `shop|shop/orders|orders_suite.expect_column_max_to_be_between(amount)|${day} 0/1/0`,
      `shop|shop/orders|orders_suite.expect_column_mean_to_be_between(customer)|${day} 0/0/1`,
      `shop|shop/orders|orders_suite.expect_column_values_to_be_in_set(nosuch)|${day} 0/0/1`,
      `shop|shop/orders|orders_suite.expect_column_values_to_be_unique(id)|${day} 1/0/0`,
      expect.stringMatching(/\|orders_suite\.expect_column_values_to_not_be_null\(customer\)#[0-9a-f]{8}\|/),
      expect.stringMatching(/\|orders_suite\.expect_column_values_to_not_be_null\(customer\)#[0-9a-f]{8}\|/),
      `shop|shop/orders|orders_suite.expect_table_row_count_to_be_between|${day} 1/0/0`,
      `shop|shop/orders|second.expect_column_values_to_be_between(amount)|${day} 0/1/0`,
    ]);
    expect(facts).toContainEqual(expect.objectContaining({ owner: 'sales', severity: 'warning', rows: 100 }));
    expect(facts).toContainEqual(expect.objectContaining({ description: 'amounts are small', severity: 'critical' }));
  });

  it('counts rows only when asked, as series of their own, and missing values are not rows that were tested', async () => {
    const validation = {
      meta: { run_id: '20260301T101112.5Z', expectation_suite_name: 's' },
      results: [
        {
          success: true,
          expectation_config: { expectation_type: 'unique', kwargs: { column: 'id' } },
          result: { element_count: 10, missing_count: 4, unexpected_count: 1 },
        },
      ],
    };
    expect((await read({ 'v.json': validation })).lines).toEqual([
      'great-expectations|suite:s|unique(id)|2026-03-01 1/0/0',
    ]);
    expect((await read({ 'v.json': validation }, { countRows: true })).lines).toEqual([
      'great-expectations|suite:s|unique(id)|2026-03-01 1/0/0',
      'great-expectations|suite:s|unique(id):rows|2026-03-01 5/1/0',
    ]);
  });

  it('says of suites and of describe() why they give nothing', async () => {
    const { report } = await read({
      'suite.json': { expectations: [{ type: 'x' }], meta: { great_expectations_version: '1.0' } },
      'describe.json': { validation_results: [{ expectations: [] }], statistics: { evaluated_expectations: 1 } },
    });
    expect(report.files.map(({ notes }) => notes![0])).toEqual([
      expect.stringContaining('describe()'),
      expect.stringContaining('an expectation suite'),
    ]);
  });
});

describe('Soda', () => {
  it('3: counts warnings as fails, names checks by their titles, and tells rows where the table was counted', async () => {
    const { lines, facts } = await read({ 'scan.json': sample('soda-3.json') }, { countRows: true });
    expect(lines.filter((line) => !line.includes(':rows'))).toEqual([
      'shop|shop/customers|duplicate_count(id) = 0|2026-03-01 1/0/0',
      'shop|shop/customers|row_count > 0|2026-03-01 1/0/0',
      'shop|shop/orders|Schema Check|2026-03-01 0/1/0',
      'shop|shop/orders|duplicate_count(id) = 0|2026-03-01 1/0/0',
      'shop|shop/orders|every order has a customer|2026-03-01 0/1/0',
      'shop|shop/orders|missing_percent(customer) warn when > 5 fail when > 50|2026-03-01 0/1/0',
      'shop|shop/orders|negative|2026-03-01 1/0/0',
      'shop|shop/orders|row_count > 0|2026-03-01 1/0/0',
      'shop|shop/orders|small amounts|2026-03-01 0/1/0',
    ]);
    expect(lines).toContain('shop|shop/orders|every order has a customer:rows|2026-03-01 90/10/0');
    expect(facts).toContainEqual(expect.objectContaining({ ruleCode: 'every order has a customer', owner: 'sales' }));
  });

  it('4: names checks by their place in the contract; unevaluated is neither, excluded is no row', async () => {
    const document = JSON.parse(sample('soda-4.json')) as { checks: { outcome: string }[] };
    document.checks[0]!.outcome = 'excluded';
    const { lines, report } = await read({ 'scan.json': document }, { countRows: true });
    expect(lines.filter((line) => !line.includes(':rows')).sort()).toEqual(
      [
        'shop|shop/main/orders|checks.failed_rows.broken|2026-03-01 0/0/1',
        'shop|shop/main/orders|checks.failed_rows|2026-03-01 0/1/0',
        'shop|shop/main/orders|checks.row_count|2026-03-01 1/0/0',
        'shop|shop/main/orders|checks.schema|2026-03-01 0/1/0',
        'shop|shop/main/orders|columns.customer.checks.missing.pct|2026-03-01 0/1/0',
        'shop|shop/main/orders|columns.customer.checks.missing|2026-03-01 0/1/0',
        'shop|shop/main/orders|columns.id.checks.duplicate|2026-03-01 1/0/0',
      ].sort(),
    );
    expect(lines).toContain('shop|shop/main/orders|columns.customer.checks.missing:rows|2026-03-01 90/10/0');
    expect(report.files[0]!.tool).toMatchObject({ skipped: { skipped: 1 }, errors: 1 });
  });

  it('says of a scan that broke before its first check that it did', async () => {
    const { report } = await read({
      's.json': { scanStartTimestamp: '2026-03-01T00:00:00Z', checks: [], hasErrors: true },
    });
    expect(report.files[0]!.notes).toEqual(['the scan ended with errors before it evaluated a check']);
  });
});

describe('Deequ', () => {
  const row = (constraint: string, status: string, message = '') => ({
    check: 'Reviews',
    check_level: 'Error',
    check_status: 'Error',
    constraint,
    constraint_status: status,
    constraint_message: message,
  });
  const rows = [
    row('CompletenessConstraint(Completeness(id,None))', 'Success'),
    row(
      'UniquenessConstraint(Uniqueness(List(id),None))',
      'Failure',
      'Value: 0.9 does not meet the constraint requirement!',
    ),
    row('CompletenessConstraint(Completeness(nosuch,None))', 'Failure', 'Input data does not include column nosuch!'),
  ];

  it('gives check results of any of its forms alike; what could not be evaluated is neither', async () => {
    const header = Object.keys(rows[0]!);
    const csv = [header, ...rows.map((one) => Object.values(one).map((text) => `"${text}"`))].map((line) =>
      line.join(','),
    );
    const forms = {
      'list-2026-03-01.json': rows,
      'lines-2026-03-01.jsonl': rows.map((one) => JSON.stringify(one)).join('\n'),
      'table-2026-03-01.csv': csv.join('\n'),
    };
    const expected = [
      'deequ|Reviews|CompletenessConstraint(Completeness(id,None))|2026-03-01 1/0/0',
      'deequ|Reviews|CompletenessConstraint(Completeness(nosuch,None))|2026-03-01 0/0/1',
      'deequ|Reviews|UniquenessConstraint(Uniqueness(List(id),None))|2026-03-01 0/1/0',
    ];
    for (const [name, document] of Object.entries(forms))
      expect((await read({ [name]: document })).lines).toEqual(expected);
    // They are the same run too.
    expect((await read(forms)).lines).toEqual(expected);
  });

  it('rejects check results without a date, unless one is told', async () => {
    expect((await read({ 'checks.json': rows })).report.faults).toMatchObject([{ code: 'input-too-many-rejects' }]);
    expect((await read({ 'checks.json': rows }, { runDate: '2026-03-02' })).lines[0]).toContain('2026-03-02 1/0/0');
  });

  it('counts rows of metrics only where a size is known and the share is a number', async () => {
    const metric = (name: string, instance: string, value: string, analyzer = {}) =>
      `{"analyzer": ${JSON.stringify({ analyzerName: name, ...analyzer })}, "metric": {"metricName": "DoubleMetric", "entity": "Column", "instance": "${instance}", "name": "${name}", "value": ${value}}}`;
    const metrics = [
      metric('Size', '*', '200.0'),
      metric('Completeness', 'id', '0.97'),
      metric('Completeness', 'nan', 'NaN'),
      metric('Completeness', 'infinite', '-Infinity'),
      metric('Completeness', 'part', '0.5', { where: 'x > 1' }),
      metric('Mean', 'amount', '12.5'),
    ];
    const key = `"resultKey": {"dataSetDate": ${Date.UTC(2026, 2, 1)}, "tags": {"dataset": "reviews", "NaN": "NaN"}}`;
    const text = `[{${key}, "analyzerContext": {"metricMap": [${metrics.join(',')}]}}]`;
    const plain = await read({ 'metrics.json': text });
    expect(plain.report).toMatchObject({ rowsUsed: 0 });
    expect(plain.report.files[0]!.tool!.skipped).toEqual({ 'without-verdict': 6 });
    const { lines, report } = await read({ 'metrics.json': text }, { countRows: true });
    expect(lines).toEqual(['deequ|reviews|Completeness(id):rows|2026-03-01 194/6/0']);
    expect(report.files[0]!.tool!.skipped).toEqual({ 'without-verdict': 5 });
  });
});

describe('OpenLineage', () => {
  const event = (type: string, over: object) => ({
    eventType: type,
    eventTime: '2026-03-01T10:00:00.000Z',
    run: { runId: '3f5e83fa-3480-44ff-99c5-ff943904e5e8' },
    job: { namespace: 'airflow', name: 'checks' },
    ...over,
  });
  const dataset = (assertions: readonly object[]) => ({
    namespace: 'pg',
    name: 'orders',
    facets: { ownership: { owners: [{ name: 'team:sales' }] }, dataQualityMetrics: { rowCount: 50 } },
    inputFacets: { dataQualityAssertions: { assertions } },
  });

  it('counts assertions of a run once, although its start tells them too', async () => {
    const inputs = [
      dataset([
        { assertion: 'not_null', column: 'id', success: true },
        { assertion: 'row_count', success: false, severity: 'WARN' },
        { assertion: 'broken' },
      ]),
    ];
    const events = ['START', 'RUNNING', 'COMPLETE'].map((type) => event(type, { inputs }));
    const { lines, report, facts } = await read({ 'events.json': events });
    expect(lines).toEqual([
      'pg|pg/orders|broken|2026-03-01 0/0/1',
      'pg|pg/orders|not_null(id)|2026-03-01 1/0/0',
      'pg|pg/orders|row_count|2026-03-01 0/1/0',
    ]);
    expect(report.files[0]!.tool!.skipped).toEqual({ 'not-finished': 3, 'already-counted': 3 });
    expect(facts[2]).toMatchObject({ severity: 'warn', owner: 'team:sales', rows: 50 });
  });

  it('counts the tests of a run for the dataset that it reads, or else for its job', async () => {
    const tests = ['pass', 'fail', 'skip', 'odd'].map((status) => ({ name: `is_${status}`, status }));
    const run = { runId: '3f5e83fa-3480-44ff-99c5-ff943904e5e8', facets: { test: { tests } } };
    const { lines, report } = await read({ 'a.json': event('COMPLETE', { run, inputs: [dataset([])] }) });
    expect(lines).toEqual([
      'pg|pg/orders|is_fail|2026-03-01 0/1/0',
      'pg|pg/orders|is_odd|2026-03-01 0/0/1',
      'pg|pg/orders|is_pass|2026-03-01 1/0/0',
    ]);
    expect(report.files[0]!.tool!.skipped).toEqual({ skipped: 1 });
    const { panel } = await read({ 'b.json': event('COMPLETE', { run, inputs: [dataset([]), dataset([])] }) });
    expect(new Set(panel.keys.map(({ datasetUuid }) => datasetUuid))).toEqual(new Set(['airflow/checks']));
  });
});

describe('Elementary', () => {
  const rows = [
    {
      id: '1',
      test_unique_id: 'test.shop.not_null_orders_id.0123456789',
      model_unique_id: 'model.shop.orders',
      invocation_id: 'run-1',
      detected_at: '2026-03-01 23:30:00',
      test_type: 'dbt_test',
      column_name: 'ID',
      owners: '["ann", "bob"]',
      tags: '[]',
      severity: 'ERROR',
      status: 'fail',
      table_name: 'ORDERS',
      ignored: 'x',
    },
    {
      id: '2',
      test_unique_id: 'test.shop.elementary_column_anomalies_orders.0123456789',
      model_unique_id: 'model.shop.orders',
      invocation_id: 'run-1',
      detected_at: '2026-03-01 23:30:00',
      test_type: 'anomaly_detection',
      test_sub_type: 'null_count',
      column_name: 'amount',
      owners: '',
      tags: '',
      severity: 'WARN',
      status: 'warn',
      table_name: 'ORDERS',
      ignored: 'y',
    },
  ];
  const expected = [
    'shop|model.shop.orders|elementary_column_anomalies_orders:null_count(amount)|2026-03-01 0/1/0',
    'shop|model.shop.orders|not_null_orders_id|2026-03-01 0/1/0',
  ];

  it('gives its table alike as CSV, JSON and Parquet, with column names in any case', async () => {
    const names = [...new Set(rows.flatMap((one) => Object.keys(one)))];
    const fields = (one: object) =>
      names.map((name) => `"${String((one as Record<string, string>)[name] ?? '').replaceAll('"', '""')}"`);
    const csv = [names.map((name) => name.toUpperCase()), ...rows.map(fields)].map((line) => line.join(',')).join('\n');
    expect((await read({ 'table.csv': csv })).lines).toEqual(expected);
    expect((await read({ 'table.json': rows })).lines).toEqual(expected);
    const session = await DuckDbSession.open({ memoryLimitMb: 200 });
    await session.run(
      `COPY (FROM read_csv(${sqlText(put('t.csv', csv))})) TO ${sqlText(at('table.parquet'))} (FORMAT parquet)`,
    );
    await session.close();
    const { panel, facts } = await readPanel([at('table.parquet')]);
    expect(panelLines(panel)).toEqual(expected);
    expect(facts).toContainEqual(expect.objectContaining({ owner: 'ann, bob', tool: 'elementary', severity: 'error' }));
  });

  it('and dbt tell one execution once', async () => {
    const dbt = {
      metadata: {
        dbt_schema_version: 'https://schemas.getdbt.com/dbt/run-results/v6.json',
        invocation_id: 'run-1',
        generated_at: '2026-03-01T10:00:00Z',
      },
      args: { which: 'test' },
      results: [{ unique_id: rows[0]!.test_unique_id, status: 'fail', timing: [] }],
    };
    const { report } = await read({ 'a.json': rows, 'run_results.json': dbt });
    expect(report.rowsUsed).toBe(2);
  });
});
