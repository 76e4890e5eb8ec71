import { readFileSync } from 'node:fs';

import fc from 'fast-check';

import { loadPanel, readPanel, updatePanel } from '../../src/index.js';
import { EventLedger } from '../../src/importers/tool/event-ledger.js';
import { documentReader, panelLines } from '../support/tools.js';

const { at, put, read } = documentReader();

const SCHEMA = 'https://schemas.getdbt.com/dbt/run-results/v6.json';
const run = (invocation: string, tests: readonly string[], date = '2026-03-01') => ({
  metadata: { dbt_schema_version: SCHEMA, invocation_id: invocation, generated_at: `${date}T10:00:00Z` },
  results: tests.map((test) => ({ unique_id: `test.shop.${test}`, status: 'pass', timing: [] })),
  args: { which: 'test' },
});
const event = (runId: string, ...assertions: readonly string[]) => ({
  eventType: 'COMPLETE',
  eventTime: '2026-03-01T10:00:00Z',
  run: { runId: `00000000-0000-0000-0000-${runId.padStart(12, '0')}` },
  job: { namespace: 'n', name: 'j' },
  inputs: [
    {
      namespace: 'pg',
      name: 'orders',
      inputFacets: {
        dataQualityAssertions: { assertions: assertions.map((assertion) => ({ assertion, success: true })) },
      },
    },
  ],
});

describe('the same execution told twice', () => {
  it('counts once within a reading, however the file is named, indented or sorted', async () => {
    const { results, args, metadata } = run('r1', ['a', 'b']);
    const { lines, report } = await read({
      'one.json': run('r1', ['a', 'b']),
      'two.json': JSON.stringify({ args, results: [...results].reverse(), metadata }, null, 4),
      'three.json': run('r2', ['a']),
    });
    expect(lines).toEqual(['shop|shop|a|2026-03-01 2/0/0', 'shop|shop|b|2026-03-01 1/0/0']);
    expect(report.files.reduce((sum, { tool }) => sum + (tool!.skipped['already-counted'] ?? 0), 0)).toBe(2);
  });

  it('counts once where files overlap, and what is new in them counts', async () => {
    const both = [event('1', 'a'), event('2', 'a', 'b')].map((one) => JSON.stringify(one)).join('\n');
    const { lines } = await read({ 'a.jsonl': JSON.stringify(event('1', 'a')), 'b.jsonl': both });
    expect(lines).toEqual(['pg|pg/orders|a|2026-03-01 2/0/0', 'pg|pg/orders|b|2026-03-01 1/0/0']);
  });

  it('leaves a saved panel as it is, byte for byte, and no later run is lost', async () => {
    const store = at('panel.parquet');
    const first = put('first.json', run('r1', ['a', 'b']));
    await updatePanel(store, [first], { onlyTools: true });
    const bytes = readFileSync(store);
    const renamed = put('renamed.json', JSON.stringify(run('r1', ['b', 'a']), null, 2));
    const again = await updatePanel(store, [first, renamed], {});
    expect(again.report).toMatchObject({ rowsUsed: 0 });
    expect(panelLines(again.panel)).toHaveLength(2);
    expect(Buffer.compare(readFileSync(store), bytes)).toBe(0);

    const next = put('next.json', run('r2', ['a'], '2026-03-02'));
    await updatePanel(store, [next, renamed], {});
    const { panel, sources } = await loadPanel(store);
    expect(panelLines(panel)).toEqual([
      'shop|shop|a|2026-03-01 1/0/0',
      'shop|shop|a|2026-03-02 1/0/0',
      'shop|shop|b|2026-03-01 1/0/0',
    ]);
    expect(sources.map(({ path }) => path)).toEqual([first, next]);
    expect((await updatePanel(store, [first, next], {})).report.rowsUsed).toBe(0);
  });

  it('keeps what tools told in the panel, the latest first', async () => {
    const store = at('facts.parquet');
    const scan = (day: string, owner: string) => ({
      scanStartTimestamp: `${day}T10:00:00Z`,
      defaultDataSource: 'pg',
      checks: [
        {
          name: 'not empty',
          table: 'orders',
          outcome: 'pass',
          resourceAttributes: [{ name: 'owner', value: owner }],
        },
      ],
    });
    await updatePanel(store, [put('1.json', scan('2026-03-01', 'ann'))]);
    const { facts } = await updatePanel(store, [put('2.json', scan('2026-03-02', 'bob'))]);
    expect(facts).toMatchObject([{ datasetName: 'orders', ruleCode: 'not empty', owner: 'bob', tool: 'soda' }]);
    expect((await loadPanel(store)).facts).toEqual(facts);
    expect((await readPanel([store])).facts).toEqual(facts);
  });

  it('is an error only where a reading that must give something gives nothing new for another reason', async () => {
    const path = put('models.json', { ...run('r1', []), args: { which: 'run' } });
    await expect(readPanel([path])).rejects.toMatchObject({
      code: 'input-empty',
      message: expect.stringContaining('dbt run executes no tests') as string,
    });
    await expect(updatePanel(at('none.parquet'), [path])).rejects.toMatchObject({ code: 'input-empty' });
  });

  it('is told by rows and executions apart, so that rows may be asked for later', async () => {
    const validation = {
      meta: { run_id: { run_time: '2026-03-01T00:00:00Z' }, data_asset_name: 'orders' },
      statistics: {},
      results: [
        {
          success: false,
          expectation_config: { type: 'unique', kwargs: { column: 'id' } },
          result: { element_count: 10, missing_count: 2, unexpected_count: 3 },
        },
      ],
    };
    const store = at('rows.parquet');
    const path = put('validation.json', validation);
    await updatePanel(store, [path]);
    const { panel } = await updatePanel(store, [path], { countRows: true });
    expect(panelLines(panel)).toEqual([
      'great-expectations|orders|unique(id)|2026-03-01 0/1/0',
      'great-expectations|orders|unique(id):rows|2026-03-01 5/3/0',
    ]);
    expect(panel.levels.text).toEqual(['ATTRIBUTE', 'ROW']);
  });
});

describe('the ledger of executions', () => {
  const text = fc.string({ maxLength: 3 });
  const pairs = fc.array(fc.tuple(text, text), { maxLength: 60 });

  it('holds after its record was read what it held before, and nothing else', () => {
    fc.assert(
      fc.property(pairs, pairs, (held, asked) => {
        const ledger = new EventLedger();
        for (const [name, check] of held) ledger.add(name, check);
        const restored = EventLedger.of(JSON.parse(JSON.stringify(ledger.record())));
        for (const [name, check] of [...held, ...asked]) {
          const isIn = held.some(([a, b]) => a === name && b === check);
          expect(restored.has(name, check)).toBe(isIn);
        }
        expect(restored.record()).toEqual(ledger.record());
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('takes a few bytes for each run that executes what others did, and few more where some checks are left out', () => {
    const ledger = new EventLedger();
    for (let day = 0; day < 100; day += 1) {
      for (let check = 0; check < 1000; check += 1) if (check % 97 !== day) ledger.add(`run ${day}`, `check ${check}`);
    }
    expect(JSON.stringify(ledger.record()).length).toBeLessThan(11_000 + 100 * 180);
  });
});
