import { mkdirSync, writeFileSync } from 'node:fs';

import { decodePanel, encodePanel } from '@dqs/core';

import { loadPanel, parseRules, readPanel, savePanel, type ReaderChoice } from '../src/index.js';
import { expectedPanel, logRow, testFolder, toDelimited, toJsonLines, type LogRow } from './support/logs.js';

const at = testFolder();
/** Names that an ordinary object already has or treats specially. */
const NAMES = ['constructor', '__proto__', 'hasOwnProperty', 'toString', 'valueOf', 'prototype', '__defineGetter__'];

/** A row for each name in each place, and each row twice, so that a lost count shows. */
const rows: LogRow[] = NAMES.flatMap((name) => [
  logRow({ dataset_uuid: name, dataset_name: name }),
  logRow({ source: name, tenant_id: name }),
  logRow({ rule_code: name }),
  logRow({ level_of_execution: name, attribute_name: name, results: '{"result": "Fail"}' }),
]).flatMap((row) => [row, row]);

describe('names such as constructor and __proto__', () => {
  it.each<[ReaderChoice]>([['auto'], ['native'], ['duckdb'], ['stream']])(
    'are ordinary names to the reader %s',
    async (reader) => {
      writeFileSync(at(`${reader}.csv`), toDelimited(rows));
      const { panel, report } = await readPanel([at(`${reader}.csv`)], { reader });
      expect(report).toMatchObject({ rows: rows.length, rowsUsed: rows.length });
      expect(panel).toEqual(expectedPanel(rows));
    },
  );

  it('are kept by JSON lines, a saved panel and an encoded one', async () => {
    writeFileSync(at('rows.jsonl'), toJsonLines(rows));
    const { panel } = await readPanel([at('rows.jsonl')]);
    expect(panel).toEqual(expectedPanel(rows));
    await savePanel(at('p.parquet'), panel);
    expect((await loadPanel(at('p.parquet'))).panel).toEqual(panel);
    expect(decodePanel(encodePanel(panel))).toEqual(panel);
  });

  it('as further columns and members change nothing, even twice', async () => {
    const [header, ...lines] = toDelimited(rows).trimEnd().split('\n');
    const wide = [[header, ...NAMES, ...NAMES].join(','), ...lines.map((line) => line + ',x'.repeat(2 * NAMES.length))];
    writeFileSync(at('wide.csv'), `${wide.join('\n')}\n`);
    expect((await readPanel([at('wide.csv')])).panel).toEqual(expectedPanel(rows));
    const members = NAMES.map((name) => `${JSON.stringify(name)}:{"results":"Fail","rule_code":"9"}`).join(',');
    const deep = toJsonLines(rows).replaceAll(/^\{/gm, `{${members},`);
    writeFileSync(at('wide.jsonl'), deep);
    expect((await readPanel([at('wide.jsonl')])).panel).toEqual(expectedPanel(rows));
  });

  it('are not file formats', async () => {
    mkdirSync(at('folder'));
    for (const name of ['constructor', '__proto__', 'tostring', 'valueof']) {
      writeFileSync(at('folder', `x.${name}`), 'x');
      await expect(readPanel([at('folder', `x.${name}`)])).rejects.toMatchObject({
        message: expect.stringContaining('expected a file named'),
      });
    }
    await expect(readPanel([at('folder')])).rejects.toMatchObject({ code: 'input-not-found' });
  });

  it('are valid rule codes', () => {
    const entry = { rule_name: 'n', rule_type: 't', dimension: 'd', rule_description: 'x', category: 'C1' };
    const text = `{${NAMES.map((name) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`).join(',')}}`;
    expect([...parseRules(text).keys()].sort()).toEqual([...NAMES].sort());
    expect(parseRules('{}').get('constructor')).toBeUndefined();
    const list = JSON.stringify(NAMES.map((rule_code) => ({ rule_code, ...entry })));
    expect(parseRules(list).size).toBe(NAMES.length);
  });
});
