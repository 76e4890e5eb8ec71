import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine } from './support/fixtures.js';

const folder = scratchFolder();
const target = join(folder, 'target');
const panel = join(folder, 'panel.parquet');

const NOT_NULL = 'test.shop.not_null_orders_id.0123456789';
const metadata = (kind: string, invocation: string) => ({
  dbt_schema_version: `https://schemas.getdbt.com/dbt/${kind}.json`,
  dbt_version: '1.9.0',
  invocation_id: invocation,
  generated_at: '2026-03-01T10:00:00Z',
});
const runResults = (invocation: string, which = 'test') => ({
  metadata: metadata('run-results/v6', invocation),
  args: { which },
  results: [
    { unique_id: NOT_NULL, status: 'warn', timing: [] },
    { unique_id: 'test.shop.left_out', status: 'skipped', timing: [] },
    { unique_id: 'model.shop.orders', status: 'success', timing: [] },
  ],
});
const manifest = {
  metadata: metadata('manifest/v12', 'run-1'),
  nodes: {
    'model.shop.orders': { name: 'orders', config: { meta: { owner: 'ann@example.org' } } },
    [NOT_NULL]: { attached_node: 'model.shop.orders', column_name: 'id', description: 'Every order has an id.' },
  },
};

beforeAll(() => {
  mkdirSync(join(target, 'compiled'), { recursive: true });
  mkdirSync(join(target, 'node_modules'), { recursive: true });
  const put = (name: string, document: unknown) => writeFileSync(join(target, name), JSON.stringify(document));
  put('run_results.json', runResults('run-1'));
  put('manifest.json', manifest);
  put('semantic_manifest.json', { semantic_models: [] });
  put('node_modules/run_results.json', runResults('run-9'));
  writeFileSync(join(target, 'compiled', 'seed.csv'), 'a,b\n1,2\n');
});

describe('dqs import', () => {
  it('searches a folder, adds what it finds to a panel, and tells what became of each file', async () => {
    const text = await expectFine(['import', target, '--panel', panel]);
    expect(text).toMatch(/^in .*target:\n/);
    expect(text).toMatch(/run_results\.json +dbt +run-results v6, dbt 1\.9\.0 +1 +2 +0 +with manifest\.json; /);
    expect(text).toMatch(/manifest\.json +dbt +manifest v12.* no results: read with the run results beside it/);
    expect(text).toMatch(/compiled\/seed\.csv .* no results of a known tool/);
    expect(text).toContain('now holds 1 series and 1 series-days');
    expect(text).not.toContain('node_modules');
  });

  it('changes nothing for a run that is in, and keeps nothing without a panel', async () => {
    const bytes = readFileSync(panel);
    const json = JSON.parse(await expectFine(['import', target, '--panel', panel, '--json'])) as {
      report: { rowsUsed: number; files: { tool: { skipped: object; deliveryId?: string } }[] };
    };
    expect(json.report.rowsUsed).toBe(0);
    expect(json.report.files.at(-1)!.tool).toMatchObject({
      skipped: { 'already-counted': 1 },
      deliveryId: 'dbt:run-1',
    });
    expect(Buffer.compare(readFileSync(panel), bytes)).toBe(0);
    expect(await expectFine(['import', join(target, 'run_results.json')])).toContain('nothing was kept');
  });

  it('ends with 1 where a file that was named is of no use, where one is damaged, and where nothing is found', async () => {
    const damaged = join(folder, 'damaged.json');
    writeFileSync(damaged, '{"metadata": {');
    const compiled = join(folder, 'compiled.json');
    writeFileSync(compiled, JSON.stringify(runResults('run-3', 'compile')));
    const other = join(target, 'semantic_manifest.json');
    for (const [paths, reason] of [
      [[damaged], 'cut short or damaged'],
      [[other], 'no results of a known tool'],
      [[compiled], 'dbt compile executes no tests'],
      [[damaged, join(target, 'run_results.json')], 'cut short or damaged'],
    ] as const) {
      const { code, stdout } = await dqs(['import', ...paths]);
      expect({ code, told: stdout.includes(reason) }).toEqual({ code: 1, told: true });
    }
    expect((await dqs(['import', join(target, 'nothing')])).code).toBe(1);
    expect((await dqs(['import'])).code).toBe(2);
  });

  it('is not needed by other commands: they know the files too', async () => {
    const own = join(folder, 'own.parquet');
    const json = JSON.parse(await expectFine(['ingest', target, '--panel', own, '--json'])) as { series: number };
    expect(json.series).toBe(1);
  });

  it('tells summaries and the catalog what the tool knows', async () => {
    const out = join(folder, 'summary');
    await expectFine(['summarize', '--panel', panel, '--out', out]);
    const [header, row] = readFileSync(join(out, 'full_summary.csv'), 'utf8').trim().split('\n');
    const at = header!.split(',').indexOf('rule_description');
    expect(row!.split(',')[at]).toBe('Every order has an id. (severity warn; owner ann@example.org)');
    const catalog = join(folder, 'dqs.catalog.yaml');
    writeFileSync(
      catalog,
      'apiVersion: dqs/v1\nkind: Catalog\nentries:\n  - match: { dataset: orders }\n    set: { importance: 4 }\n',
    );
    const explained = await dqs([
      'catalog',
      'explain',
      'orders/not_null_orders_id',
      '--panel',
      panel,
      '--catalog',
      catalog,
    ]);
    expect(explained.stdout).toMatch(/owner +ann@example\.org +dbt/);
  });
});
