import { documentReader } from '../support/tools.js';

const { read, put } = documentReader();

interface Options {
  readonly which?: string | undefined;
  readonly invocation?: string;
  readonly metadata?: object;
}

const result = (id: string, status: string, over: object = {}) => ({
  unique_id: id,
  status,
  failures: status === 'pass' ? 0 : null,
  timing: [
    { name: 'compile', started_at: '2026-03-01T22:59:00Z', completed_at: null },
    { name: 'execute', started_at: '2026-03-01T23:30:00.5Z', completed_at: null },
  ],
  ...over,
});

function runResults(results: readonly object[], { which = 'test', invocation = 'run-1', metadata = {} }: Options = {}) {
  return {
    metadata: {
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/run-results/v6.json',
      dbt_version: '1.9.0',
      generated_at: '2026-03-05T00:00:00Z',
      invocation_id: invocation,
      ...metadata,
    },
    results,
    args: { which },
  };
}

function manifest(nodes: Readonly<Record<string, object>>, over: object = {}, invocation = 'run-1') {
  return {
    metadata: {
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/manifest/v12.json',
      dbt_version: '1.9.0',
      invocation_id: invocation,
    },
    nodes,
    ...over,
  };
}

const NOT_NULL = 'test.shop.not_null_orders_id.0123456789';
const ORDERS = { name: 'orders', config: { meta: { owner: 'ann@example.org' } }, tags: ['finance'] };

describe('run results of dbt', () => {
  it('count a warning as a fail, an error as neither, and what was skipped or was no test as no row', async () => {
    const statuses = ['pass', 'fail', 'warn', 'error', 'runtime error', 'skipped', 'success', 'no-op', 'wonderful'];
    const results = statuses.map((status, i) => result(`test.shop.t${i}`, status));
    const models = ['success', 'error', 'skipped'].map((status, i) => result(`model.shop.m${i}`, status));
    const { report, facts } = await read({ 'run_results.json': runResults([...results, ...models]) });
    expect(report).toMatchObject({ rows: 6, rowsUsed: 6, passed: 1, failed: 2, neither: 3 });
    expect(report.files[0]!.tool).toMatchObject({
      errors: 3,
      skipped: { skipped: 1, 'not-executed': 2, 'not-a-check': 3 },
    });
    expect(facts.filter(({ severity }) => severity === 'warn').map(({ ruleCode }) => ruleCode)).toEqual(['t2']);
  });

  it.each(['generate', 'compile', 'run', 'list', 'seed', 'anything'])(
    'of dbt %s have executed no test, whatever the statuses say',
    async (which) => {
      const { report } = await read({ 'run_results.json': runResults([result(NOT_NULL, 'pass')], { which }) });
      expect(report).toMatchObject({ rows: 0, passed: 0 });
      expect(report.files[0]).toMatchObject({
        tool: { skipped: { 'not-executed': 1 } },
        notes: [`dbt ${which} executes no tests`],
      });
    },
  );

  it('belong to the day on which a test started, in UTC or the time zone that is told', async () => {
    const documents = { 'run_results.json': runResults([result('test.shop.a', 'pass')]) };
    expect((await read(documents)).lines).toEqual(['shop|shop|a|2026-03-01 1/0/0']);
    expect((await read(documents, { timezone: 'Asia/Tokyo' })).lines).toEqual(['shop|shop|a|2026-03-02 1/0/0']);
  });

  it('belong to the day of the file where a test tells no time, and are rejected where nothing does', async () => {
    const timeless = [result('test.shop.a', 'pass', { timing: [] })];
    const { lines } = await read({ 'run_results.json': runResults(timeless) });
    expect(lines).toEqual(['shop|shop|a|2026-03-05 1/0/0']);
    const unknown = runResults(timeless, { metadata: { generated_at: null } });
    const { report } = await read({ 'run_results.json': unknown });
    expect(report.faults).toMatchObject([{ code: 'input-too-many-rejects' }]);
  });

  it('take dataset, owner, tags, severity and description from the manifest beside them', async () => {
    const nodes = {
      'model.shop.orders': ORDERS,
      [NOT_NULL]: {
        attached_node: 'model.shop.orders',
        column_name: 'id',
        tags: ['nightly'],
        description: 'Every order has an id.',
        config: { severity: 'ERROR', meta: { runbook: 'https://example.org/orders' } },
      },
    };
    const documents = { 'run_results.json': runResults([result(NOT_NULL, 'fail')]), 'manifest.json': manifest(nodes) };
    const { lines, facts, panel } = await read(documents);
    expect(lines).toEqual(['shop|model.shop.orders|not_null_orders_id|2026-03-01 0/1/0']);
    expect(panel.failedAttributes.text).toEqual(['id']);
    expect(facts).toEqual([
      {
        source: 'shop',
        tenantId: 'default',
        datasetUuid: 'model.shop.orders',
        datasetName: 'orders',
        ruleCode: 'not_null_orders_id',
        tool: 'dbt',
        owner: 'ann@example.org',
        tags: ['finance', 'nightly'],
        severity: 'error',
        description: 'Every order has an id.',
        runbook: 'https://example.org/orders',
      },
    ]);
  });

  it('of a relationship belong to the model that is tested, not to the one it refers to', async () => {
    const id = 'test.shop.relationships_orders_customer.0123456789';
    const kwargs = { model: "{{ get_where_subquery(ref('orders')) }}", to: "ref('customers')" };
    const test = { depends_on: { nodes: ['model.shop.customers', 'model.shop.orders'] }, test_metadata: { kwargs } };
    const documents = {
      'run_results.json': runResults([result(id, 'pass')]),
      'manifest.json': manifest({ [id]: test }),
    };
    expect((await read(documents)).lines).toEqual([
      'shop|model.shop.orders|relationships_orders_customer|2026-03-01 1/0/0',
    ]);
  });

  it('that read several models, and of which no manifest tells, belong to the project', async () => {
    const id = 'test.shop.assert_balanced';
    const nodes = { [id]: { depends_on: { nodes: ['model.shop.a', 'model.shop.b'] } } };
    const documents = { 'run_results.json': runResults([result(id, 'pass')]), 'manifest.json': manifest(nodes) };
    expect((await read(documents)).lines).toEqual(['shop|shop|assert_balanced|2026-03-01 1/0/0']);
    expect((await read({ 'other.json': runResults([result(NOT_NULL, 'pass')]) })).lines).toEqual([
      'shop|shop|not_null_orders_id|2026-03-01 1/0/0',
    ]);
  });

  it('have rule codes without the hash, and with it where two tests of a dataset have one name', async () => {
    const ids = ['test.shop.known.aaaaaaaaaa', 'test.shop.known.bbbbbbbbbb', 'test.shop.single.cccccccccc'];
    const nodes = Object.fromEntries(ids.map((id) => [id, { attached_node: 'model.shop.orders' }]));
    const one = { 'run_results.json': runResults([result(ids[0]!, 'pass')]), 'manifest.json': manifest(nodes) };
    const all = ids.map((id) => result(id, 'pass'));
    const codes = async (documents: object) =>
      (await read({ ...documents })).panel.keys.map(({ ruleCode }) => ruleCode);
    // The manifest knows both, so that the code is the same where one of them was executed.
    expect(await codes(one)).toEqual(['shop.known.aaaaaaaaaa']);
    expect(await codes({ ...one, 'run_results.json': runResults(all) })).toEqual([
      'shop.known.aaaaaaaaaa',
      'shop.known.bbbbbbbbbb',
      'single',
    ]);
  });

  it('of unit tests belong to their model', async () => {
    const { lines, panel } = await read({
      'run_results.json': runResults([result('unit_test.shop.orders.adds_up', 'pass')]),
    });
    expect(lines).toEqual(['shop|model.shop.orders|adds_up|2026-03-01 1/0/0']);
    expect(panel.levels.text).toEqual(['UNIT_TEST']);
  });

  it('find the manifest of their invocation among the inputs, whatever it is called', async () => {
    const nodes = { [NOT_NULL]: { attached_node: 'model.shop.orders' } };
    const other = { [NOT_NULL]: { attached_node: 'model.shop.wrong' } };
    const { lines, report } = await read({
      'a-manifest.json': manifest(other, {}, 'run-0'),
      'b-manifest.json': manifest(nodes, {}, 'run-9'),
      'results.json': runResults([result(NOT_NULL, 'pass')], { invocation: 'run-9' }),
    });
    expect(lines).toEqual(['shop|model.shop.orders|not_null_orders_id|2026-03-01 1/0/0']);
    expect(report.files.at(-1)!.notes).toEqual(['with b-manifest.json']);
  });

  it('whose names are those of members that every object has are tests like any other', async () => {
    const ids = ['test.shop.constructor', 'test.__proto__.toString', 'unit_test.shop.__proto__.hasOwnProperty'];
    put('manifest.json', JSON.stringify(manifest({})).replace('"nodes":{', '"nodes":{"__proto__":{"name":1},'));
    const { lines } = await read({ 'run_results.json': runResults(ids.map((id) => result(id, 'pass'))) });
    expect(lines).toHaveLength(3);
  });
});

describe('sources.json of dbt', () => {
  const sources = (statuses: readonly string[]) => ({
    metadata: {
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/sources/v3.json',
      invocation_id: 'run-1',
      generated_at: '2026-03-01T12:00:00Z',
    },
    results: statuses.map((status, i) => ({ unique_id: `source.shop.raw.t${i}`, status })),
  });

  it('counts a stale source as a fail by its severity, and one that could not be asked as neither', async () => {
    const { lines, facts } = await read({ 'sources.json': sources(['pass', 'warn', 'error', 'runtime error']) });
    expect(lines).toEqual([
      'shop|source.shop.raw.t0|source_freshness|2026-03-01 1/0/0',
      'shop|source.shop.raw.t1|source_freshness|2026-03-01 0/1/0',
      'shop|source.shop.raw.t2|source_freshness|2026-03-01 0/1/0',
      'shop|source.shop.raw.t3|source_freshness|2026-03-01 0/0/1',
    ]);
    expect(facts.map(({ severity }) => severity)).toEqual([undefined, 'warn', 'error', undefined]);
  });

  it('is another delivery than the tests of the same invocation', async () => {
    const { report } = await read({
      'run_results.json': runResults([result('test.shop.a', 'pass')]),
      'sources.json': sources(['pass']),
    });
    expect(report.files.map(({ tool }) => tool!.deliveryId)).toEqual(['dbt:run-1', 'dbt:run-1:freshness']);
  });
});
