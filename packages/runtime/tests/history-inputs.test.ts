import { parseDay } from '@dqs/core';
import { partOfDataset } from '@dqs/ingestion';

import {
  buildPanelSet,
  freshHistory,
  givenPanel,
  judgedHistory,
  mappingOptions,
  readInputs,
} from '../src/history/index.js';
import { keepingLogger, refusal, TestFolder } from './support/folder.js';
import { resultsOf, weekends } from './support/automation.js';

const folder = new TestFolder();
const signal = new AbortController().signal;
const HEADER = 'source,tenant_id,dataset_uuid,dataset_name,rule_code,business_date,results';

/** A log of one dataset with a line a result. */
function log(name: string, dataset: string, ...results: readonly (readonly [date: string, result: string])[]): string {
  const lines = results.map(([date, result]) => `pg,t,${dataset},${dataset},101,${date},${result}`);
  return folder.write(name, `${[HEADER, ...lines].join('\n')}\n`);
}

function hooks() {
  const { logger, lines } = keepingLogger();
  return { hooks: { signal, logger }, lines };
}

const ALL = { first: 0, last: 255 };
const part = partOfDataset('orders');
const OWN = { first: part, last: part };
const OTHER = { first: (part + 1) % 256, last: (part + 1) % 256 };
const hex = (of: number) => of.toString(16).padStart(2, '0');

describe('a history', () => {
  const input = [log('two.csv', 'orders', ['2026-03-01', 'Pass'], ['2026-03-02', 'Fail'])];

  it.each([
    [{}, 'got none'],
    [{ input, panel: 'p.parquet' }, 'got --input and --panel'],
    [{ panelSet: 's', store: 't', input }, 'got --input and --panel-set and --store'],
  ])('is read from one place: %j', async (settings, got) => {
    expect(await refusal(() => readInputs(settings, hooks().hooks))).toEqual([
      'config-invalid',
      `expected one of --input, --panel, --panel-set and --store, ${got}; ` +
        'dqs ingest adds files to a saved panel, dqs collect to a store of deliveries',
    ]);
  });

  it('as it was known at a time is only that of a store', async () => {
    expect(await refusal(() => readInputs({ input, knownAt: 1 }, hooks().hooks))).toEqual([
      'config-invalid',
      'expected --store with --known-at, got --input: it has no arrival times',
    ]);
    expect((await refusal(() => givenPanel({ knownAt: 1 }, hooks().hooks)))?.[1]).toContain('got none');
  });

  it('tells how many rows were rejected, and where they are', async () => {
    const wrong = [log('wrong.csv', 'orders', ['2026-03-01', 'Pass'], ['yesterday', 'Pass'])];
    const { hooks: own, lines } = hooks();
    const { summary } = await readInputs({ input: wrong, maxRejectRatio: 1, threads: 0 }, own);
    expect(summary).toMatchObject({ files: 1, rows: 2, rowsRejected: 1 });
    expect(lines).toEqual([
      [
        'warn',
        expect.objectContaining({ rows: 2, rowsRejected: 1 }),
        '1 of 2 rows were rejected; give --rejects <file> to see them',
      ],
    ]);
    const rejects = folder.at('rejects.csv');
    await readInputs({ input: wrong, maxRejectRatio: 1, rejects, threads: 1 }, own);
    expect(lines.at(-1)![2]).toBe(`1 of 2 rows were rejected; see ${rejects}`);
  });

  it('that was given takes the place of the known one from its first day on', async () => {
    const known = resultsOf(weekends(), 0, 3);
    expect(await freshHistory({}, hooks().hooks, known)).toEqual({ panel: known });
    const { panel, facts } = await freshHistory({ input }, hooks().hooks, known);
    expect([panel.keys.length, facts]).toEqual([7, []]);
    expect(await givenPanel({}, hooks().hooks)).toBeUndefined();
  });

  it('to compare models on is that which goes on for longest', () => {
    const [short, long, empty] = [
      resultsOf(weekends(), 0, 3),
      resultsOf(weekends(), 0, 9),
      resultsOf(weekends(), 0, 0),
    ];
    const models = [empty, short, long].map((panel) => ({ bundle: { history: () => panel } }));
    expect(judgedHistory(models, undefined)).toBe(long);
    const newer = resultsOf(weekends(), 9, 10);
    expect(judgedHistory(models, newer).keys).toHaveLength(6);
  });
});

describe('a panel set', () => {
  it('takes what the inputs hold of some parts, and nothing twice', async () => {
    const panelSet = folder.at('set');
    const input = [log('set.csv', 'orders', ['2026-03-01', 'Pass'], ['2026-03-02', 'Fail'])];
    const { hooks: own, lines } = hooks();
    const built = await buildPanelSet({ input }, { panelSet, parts: ALL }, own);
    expect(built).toMatchObject({
      ...{ panelSet, days: { from: '2026-03-01', to: '2026-03-02' }, executions: 2, hasChanged: true },
      ...{ input: { files: 1, rows: 2, rowsRejected: 0 }, filesOfOtherParts: 0 },
    });
    expect(lines).toEqual([]);
    expect(await buildPanelSet({ input }, { panelSet, parts: ALL }, own)).toMatchObject({ hasChanged: false });
    const { panel } = await readInputs({ panelSet }, own);
    expect(panel.keys).toMatchObject([{ datasetUuid: 'orders', ruleCode: '101' }]);
  });

  it('leaves the files of other parts alone, and takes nothing as nothing on days that are named', async () => {
    const panelSet = folder.at('parts');
    const input = [log(`lake/part=${hex(part)}/a.csv`, 'orders', ['2026-03-01', 'Pass'])];
    const { hooks: own } = hooks();
    await buildPanelSet({ input }, { panelSet, parts: OWN }, own);
    const nothing = await buildPanelSet({ input }, { panelSet, parts: OTHER }, own);
    expect(nothing).toMatchObject({
      input: null,
      filesOfOtherParts: 1,
      executions: 0,
      days: undefined,
      hasChanged: false,
    });
    const day = parseDay('2026-03-01')!;
    const named = await buildPanelSet({ input }, { panelSet, parts: OTHER, since: day, until: day }, own);
    expect(named).toMatchObject({ input: null, days: { from: '2026-03-01', to: '2026-03-01' } });
  });

  it.each([
    [{ since: 1 }, 'expected both --since and --until where the inputs hold nothing of the parts, got one of them'],
    [{ until: 1 }, 'expected both --since and --until where the inputs hold nothing of the parts, got one of them'],
    [
      { since: 2, until: 1 },
      'expected days from --since to --until, or results between them, got the last one before the first',
    ],
  ])('refuses days that are none: %j', async (days, told) => {
    const input = [log(`days/part=${hex(part)}/a.csv`, 'orders', ['2026-03-01', 'Pass'])];
    const task = { panelSet: folder.at('refused'), parts: OTHER, ...days };
    expect(await refusal(() => buildPanelSet({ input }, task, hooks().hooks))).toEqual(['config-invalid', told]);
  });

  it('says that it keeps nothing of what tools tell of series', async () => {
    const results = {
      metadata: {
        dbt_schema_version: 'https://schemas.getdbt.com/dbt/run-results/v6.json',
        generated_at: '2026-03-01T02:00:00Z',
      },
      results: [
        {
          ...{ status: 'pass', unique_id: 'test.shop.not_null_orders_id.1', failures: 0, message: null },
          timing: [{ name: 'execute', completed_at: '2026-03-01T02:00:00Z' }],
        },
      ],
    };
    const manifest = {
      metadata: { dbt_schema_version: 'https://schemas.getdbt.com/dbt/manifest/v12.json', project_name: 'shop' },
      nodes: {
        'test.shop.not_null_orders_id.1': {
          ...{ resource_type: 'test', name: 'not_null_orders_id', unique_id: 'test.shop.not_null_orders_id.1' },
          ...{
            description: 'Every order has an id.',
            config: { severity: 'ERROR' },
            attached_node: 'model.shop.orders',
          },
          depends_on: { nodes: ['model.shop.orders'] },
        },
        'model.shop.orders': {
          resource_type: 'model',
          name: 'orders',
          unique_id: 'model.shop.orders',
          meta: { owner: 'ann' },
        },
      },
    };
    folder.write('dbt/manifest.json', manifest);
    const input = [folder.write('dbt/run_results.json', results)];
    const { hooks: own, lines } = hooks();
    await buildPanelSet({ input }, { panelSet: folder.at('told'), parts: ALL }, own);
    expect(lines.at(-1)).toEqual([
      ...['warn', { facts: 1 }, 'a panel set keeps no owners, tags and the like, as tools tell them of 1 series'],
    ]);
  });
});

describe('how a log is written', () => {
  const mappings = { shop: { map: { rule_code: 'check', source: 'db' }, set: { tenant_id: 'eu' }, delimiter: ';' } };

  it('is what a mapping says by its name, under what the settings say', () => {
    expect(mappingOptions({ as: 'shop', mappings })).toEqual({ ...mappings.shop });
    expect(
      mappingOptions({
        as: 'shop',
        mappings,
        map: { rule_code: 'own', tenant_id: 't' },
        set: { source: 'pg' },
        delimiter: '|',
      }),
    ).toEqual({ map: { rule_code: 'own', tenant_id: 't' }, set: { source: 'pg' }, delimiter: '|' });
    expect(mappingOptions({ mappings })).toEqual({ map: undefined, set: undefined });
    expect(mappingOptions({ as: 'bare', mappings: { bare: {} } })).toEqual({ map: undefined, set: undefined });
  });

  it('may be told for results by settings of their own', () => {
    const outcomes = { pass: ['OK'] };
    expect(mappingOptions({ resultsFormat: 'csv', resultsOutcomes: outcomes })).toMatchObject({
      format: 'csv',
      outcomes,
    });
    expect(mappingOptions({ inputsFormat: 'tsv', resultsFormat: 'csv', outcomeWords: outcomes })).toMatchObject({
      ...{ format: 'tsv', outcomes },
    });
  });

  it.each([
    ['shp', { shop: {} }, '"shp"; did you mean "shop"?'],
    ['constructor', undefined, '"constructor"; write it under "mappings" in dqs.config.json'],
  ])('is refused by a name that no mapping has: %s', async (as, known, got) => {
    expect(await refusal(() => mappingOptions({ as, ...(known && { mappings: known }) }))).toEqual([
      'config-invalid',
      `expected the name of a mapping after --as, got ${got}`,
    ]);
  });
});
