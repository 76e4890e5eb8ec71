import { copyFileSync, linkSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { EMPTY_PANEL, decodePanel, encodePanel, mergePanels, type DailyPanel } from '@dqs/core';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';

import { loadPanel, readPanel, savePanel, updatePanel } from '../src/index.js';
import { PanelAccumulator } from '../src/panel/panel-accumulator.js';
import { expectedPanel, logRow, manyRows, shuffled, testFolder, toDelimited, type LogRow } from './support/logs.js';

const at = testFolder();

function putCsv(name: string, rows: readonly LogRow[]): string {
  writeFileSync(at(name), toDelimited(rows));
  return at(name);
}

function mergedHere(...panels: readonly DailyPanel[]): DailyPanel {
  const whole = new PanelAccumulator();
  for (const panel of panels) whole.addPanel(panel);
  return whole.build();
}

describe('a saved panel', () => {
  const sources = [{ path: 'a.csv', sha256: 'ab12', rows: 7 }];

  it('is restored with every cell, level, attribute and source', async () => {
    const panel = expectedPanel(manyRows(500));
    await savePanel(at('p.parquet'), panel, sources);
    const loaded = await loadPanel(at('p.parquet'));
    expect(loaded).toEqual({ panel, sources, facts: [] });
    expect(Buffer.compare(encodePanel(loaded.panel), encodePanel(panel))).toBe(0);
  });

  it('keeps every text byte for byte, including marks and white space at its ends', async () => {
    const texts = [
      'a',
      '\ufeffa',
      '\ufeff\ufeffa',
      'a\ufeff',
      ' a',
      'a ',
      '\u00a0a',
      '\u3000a\u2028',
      '\va',
      'a\0b',
      'é\u0301',
      '🧾',
      '',
    ];
    const rows = texts.flatMap((text) => [
      logRow({ source: text, level_of_execution: text, attribute_name: text, results: '{"result": "Fail"}' }),
      logRow({ tenant_id: text }),
      logRow({ dataset_uuid: text }),
      logRow({ dataset_name: text }),
      logRow({ rule_code: text }),
    ]);
    const panel = expectedPanel(rows);
    expect(panel.keys).toHaveLength(5 * texts.length);
    await savePanel(at('texts.parquet'), panel);
    expect((await loadPanel(at('texts.parquet'))).panel).toEqual(panel);
    expect((await readPanel([at('texts.parquet')])).panel).toEqual(panel);
    expect(decodePanel(encodePanel(panel))).toEqual(panel);
  });

  it('refuses texts that cannot be written, of which two would become one', async () => {
    const panel = expectedPanel([logRow({ source: 'a\ud800' }), logRow({ source: 'a\ud801' })]);
    expect(decodePanel(encodePanel(panel))).toEqual(panel);
    await expect(savePanel(at('halves.parquet'), panel)).rejects.toMatchObject({ code: 'panel-invalid' });
  });

  it('may be empty', async () => {
    await savePanel(at('empty.parquet'), EMPTY_PANEL);
    expect(await loadPanel(at('empty.parquet'))).toEqual({ panel: EMPTY_PANEL, sources: [], facts: [] });
  });

  it('is a plain Parquet file, one row per key and day', async () => {
    const panel = expectedPanel(manyRows(100));
    await savePanel(at('plain.parquet'), panel);
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const sql = `SELECT count(*)::INT AS n, sum(passes + fails + errors)::INT AS executions, min(business_date)::VARCHAR AS first
      FROM '${at('plain.parquet')}'`;
    const [row] = (await connection.runAndReadAll(sql)).getRowObjectsJson();
    connection.closeSync();
    expect(row).toEqual({ n: panel.cells.key.length, executions: 100, first: '2026-01-10' });
  });

  it('is read as an input next to others, whatever its name', async () => {
    const rows = manyRows(90);
    await savePanel(at('half.parquet'), expectedPanel(rows.slice(0, 40)));
    copyFileSync(at('half.parquet'), at('half.panel'));
    const rest = putCsv('rest.csv', rows.slice(40));
    const { panel, report } = await readPanel([at('half.panel'), rest]);
    expect(panel).toEqual(expectedPanel(rows));
    expect(report.files.map(({ format, rows: used }) => [format, used])).toEqual([
      ['panel', 40],
      ['csv', 50],
    ]);
  });

  it('that is damaged, missing or another Parquet file gives distinct errors', async () => {
    await savePanel(at('whole.parquet'), expectedPanel(manyRows(50)));
    writeFileSync(at('cut.parquet'), readFileSync(at('whole.parquet')).subarray(0, 900));
    await expect(loadPanel(at('cut.parquet'))).rejects.toMatchObject({ code: 'panel-invalid' });
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(`COPY (SELECT 1 AS a) TO '${at('other.parquet')}' (FORMAT parquet)`);
    connection.closeSync();
    await expect(loadPanel(at('other.parquet'))).rejects.toMatchObject({ code: 'panel-invalid' });
    await expect(loadPanel(at('whole.parque'))).rejects.toMatchObject({ code: 'input-not-found' });
  });

  it('that cannot be written leaves nothing behind', async () => {
    writeFileSync(at('file'), '');
    await expect(savePanel(at('file', 'p.parquet'), EMPTY_PANEL)).rejects.toMatchObject({
      code: 'output-not-writable',
    });
    expect(readdirSync(at()).filter((name) => name.includes('.tmp'))).toEqual([]);
  });
});

describe('updating a saved panel', () => {
  const rows = manyRows(80);

  it('by parts, in any order, gives the panel of the whole log', async () => {
    const whole = expectedPanel(rows);
    const paths = [0, 20, 40, 60].map((start) => putCsv(`u${start}.csv`, rows.slice(start, start + 20)));
    for (const seed of [1, 2]) {
      const store = at(`store-${seed}.parquet`);
      const [first, ...rest] = shuffled(paths, seed);
      await updatePanel(store, [first!]);
      const { panel, sources } = await updatePanel(store, rest);
      expect(panel).toEqual(whole);
      expect((await loadPanel(store)).panel).toEqual(whole);
      expect(sources.map(({ path }) => path)).toEqual([first, ...rest.sort()]);
    }
  });

  it('refuses content it already contains, under any name, and changes nothing', async () => {
    const store = at('duplicate.parquet');
    await updatePanel(store, [putCsv('one.csv', rows)]);
    const before = readFileSync(store);
    copyFileSync(at('one.csv'), at('another-name.csv'));
    const again = updatePanel(store, [putCsv('two.csv', rows.slice(1)), at('another-name.csv')]);
    await expect(again).rejects.toMatchObject({ code: 'input-duplicate', details: { earlier: at('one.csv') } });
    expect(readFileSync(store).equals(before)).toBe(true);
  });

  it('counts the rows of a duplicate twice if allowed', async () => {
    const store = at('twice.parquet');
    const input = putCsv('twice.csv', rows);
    await updatePanel(store, [input]);
    const { panel } = await updatePanel(store, [input], { allowDuplicate: true });
    expect(panel).toEqual(mergePanels(expectedPanel(rows), expectedPanel(rows)));
  });
});

describe('two updates of a saved panel at once', () => {
  const inputs = () => [putCsv('one.csv', manyRows(60)), putCsv('two.csv', manyRows(90))];

  it('lose no row: one of them is refused, and may run again', async () => {
    const store = at('shared.parquet');
    const results = await Promise.allSettled(inputs().map((input) => updatePanel(store, [input])));
    const refused = results.findIndex(({ status }) => status === 'rejected');
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results[refused]).toMatchObject({ reason: { code: 'panel-busy' } });
    await updatePanel(store, [inputs()[refused]!]);
    expect((await loadPanel(store)).sources).toHaveLength(2);
    expect(readdirSync(at('.')).filter((name) => name.endsWith('.lock'))).toEqual([]);
  });

  it('a lock left by a dead process is taken over', async () => {
    const store = at('left.parquet');
    writeFileSync(`${store}.lock`, JSON.stringify({ host: hostname(), pid: 2 ** 30 }));
    await updatePanel(store, [inputs()[0]!]);
    expect((await loadPanel(store)).sources).toHaveLength(1);
  });

  it('a lock of another machine is respected', async () => {
    const store = at('theirs.parquet');
    writeFileSync(`${store}.lock`, JSON.stringify({ host: 'elsewhere', pid: 1 }));
    await expect(updatePanel(store, [inputs()[0]!])).rejects.toMatchObject({ code: 'panel-busy' });
  });
});

describe('merging', () => {
  it('any partition of a log gives the panel of the whole, as core merges it', () => {
    const rows = manyRows(150);
    const whole = expectedPanel(rows);
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: rows.length, maxLength: rows.length }), (part) => {
        const panels = [0, 1, 2, 3].map((p) => expectedPanel(rows.filter((_, i) => part[i] === p)));
        expect(mergedHere(...panels)).toEqual(whole);
        expect(mergePanels(...panels)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it('of nothing is the empty panel', () => {
    expect(mergedHere()).toEqual(EMPTY_PANEL);
  });
});

describe('input and output', () => {
  it('are never the same file, whatever its name', async () => {
    const log = putCsv('own.csv', manyRows(20));
    const before = readFileSync(log);
    linkSync(log, at('hard.csv'));
    symlinkSync('own.csv', at('soft.csv'));
    for (const path of [log, at('hard.csv'), at('soft.csv')]) {
      const same = { code: 'invalid-argument', message: expect.stringContaining('would destroy an input') };
      await expect(readPanel([log], { rejectsFile: path })).rejects.toMatchObject(same);
      await expect(readPanel([at('own*.csv')], { rejectsFile: path })).rejects.toMatchObject(same);
      await expect(updatePanel(path, [log])).rejects.toMatchObject(same);
    }
    await expect(updatePanel(at('s.parquet'), [log], { rejectsFile: at('s.parquet') })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    await expect(updatePanel('s3://bucket/panel.parquet', [log])).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(readFileSync(log).equals(before)).toBe(true);
    expect(readdirSync(at('.')).filter((name) => name.startsWith('s.parquet'))).toEqual([]);
  });
});

describe('a panel of format 1', () => {
  it('is read, its tenants apart, and becomes one of today when it is updated', async () => {
    const old = join(__dirname, 'fixtures', 'panel-format-1.parquet');
    const { panel } = await loadPanel(old);
    expect(panel.keys.map(({ tenantId, datasetUuid, ruleCode }) => [tenantId, datasetUuid, ruleCode])).toEqual([
      ['EU', 'orders', '101'],
      ['EU', 'orders', '102'],
      ['US', 'items', '102'],
      ['US', 'orders', '101'],
    ]);
    expect(panel.cells.passes.reduce((sum, passes) => sum + passes, 0)).toBe(349);
    await savePanel(at('today.parquet'), panel, []);
    expect((await loadPanel(at('today.parquet'))).panel).toEqual(panel);
    expect(readFileSync(old).includes('dqs-panel-parquet/1')).toBe(true);
    expect(readFileSync(at('today.parquet')).includes('dqs-panel-parquet/2')).toBe(true);
  });
});
