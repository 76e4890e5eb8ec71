import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { drawHistory, ruleMetadata, shapeOf, writeHistory, type WriteHistoryHooks } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'dqs-synthetic-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FIRST_DAY = 20_089;
const SHAPE = shapeOf({ datasets: 3, rules: 10, days: 20, executions: 3 });
const drawn = () => drawHistory(SHAPE, 5, FIRST_DAY);
const written = (name: string, garbage = 0, hooks: WriteHistoryHooks = {}) =>
  writeHistory(at(name), drawn(), { seed: 5, garbage }, hooks);

/** The fields of each row by their names, of CSV whose only quotes are around results. */
function rowsOf(text: string): Record<string, string>[] {
  const [header, ...lines] = text.trimEnd().split('\n') as [string, ...string[]];
  const names = header.split(',');
  return lines.map((line) => {
    const fields = line.match(/"(?:[^"]|"")*"|[^,]+|(?<=,)(?=,|$)/g)!;
    const plain = fields.map((field) => field.replace(/^"|"$/g, '').replaceAll('""', '"'));
    return Object.fromEntries(names.map((name, i) => [name, plain[i]!]));
  });
}

describe('a written history', () => {
  it('has the same rows in every format, gzipped or not', async () => {
    const counts = await written('a.csv');
    const rows = rowsOf(readFileSync(at('a.csv'), 'utf8'));
    expect(rows).toHaveLength(counts.rows);
    for (const name of ['b.csv.gz', 'c.jsonl', 'd.ndjson.gz']) {
      expect(await written(name)).toEqual(counts);
      const bytes = readFileSync(at(name));
      const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
      const own = name.includes('.csv')
        ? rowsOf(text)
        : text
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(
        own.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, String(value)]))),
      ).toEqual(rows);
    }
  });

  it('is spoilt in every way as often as asked, and counts what a reader must reject', async () => {
    const counts = await written('spoilt.csv', 0.3);
    const rows = rowsOf(readFileSync(at('spoilt.csv'), 'utf8'));
    const isDate = /^\d{4}-(?!02-30)\d\d-\d\d$/;
    const ways = {
      'no date': ({ business_date: date }: Record<string, string>) => date === '',
      'no such day': ({ business_date: date }: Record<string, string>) => date!.endsWith('-02-30'),
      'a date of another form': ({ business_date: date }: Record<string, string>) => date!.includes('/'),
      'no dataset': ({ dataset_uuid: uuid }: Record<string, string>) => uuid === '',
      'no rule': ({ rule_code: rule }: Record<string, string>) => rule === '',
      'results cut off': ({ results }: Record<string, string>) => results === '{"result": "Pa',
      'neither pass nor fail': ({ results }: Record<string, string>) => results!.includes('Unknown'),
    };
    const found = Object.fromEntries(Object.entries(ways).map(([way, is]) => [way, rows.filter(is).length]));
    expect(Object.values(found).every((count) => count > 20)).toBe(true);
    const rejects = rows.filter(
      (row) => !isDate.test(row['business_date']!) || !row['dataset_uuid'] || !row['rule_code'],
    );
    expect(rejects).toHaveLength(counts.rejects);
    expect(found['results cut off']! + found['neither pass nor fail']!).toBe(counts.errors);
    const share = (counts.rejects + counts.errors) / counts.rows;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
  });

  it('tells its progress in rows', async () => {
    const told: number[] = [];
    const { rows } = await written('told.csv', 0, {
      onProgress: ({ done, total, unit }) => {
        expect([unit, total! >= done]).toEqual(['rows', true]);
        told.push(done);
      },
    });
    expect(told.at(-1)).toBe(rows);
  });

  it('leaves nothing behind where it is interrupted, cannot be written, or has an unknown format', async () => {
    const before = readdirSync(folder);
    await expect(written('stopped.csv', 0, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    await expect(written('a.csv/x.csv')).rejects.toMatchObject({ code: 'output-not-writable' });
    await expect(written('x.xlsx')).rejects.toThrow('expected --out to end in .csv, .csv.gz, .jsonl or .jsonl.gz');
    expect(existsSync(at('stopped.csv'))).toBe(false);
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe('the metadata of rules', () => {
  it('are by code, and tell what each looks at', () => {
    const { rules } = drawn();
    const metadata = ruleMetadata(rules);
    expect(Object.keys(metadata)).toEqual(rules.map(({ code }) => code));
    for (const { code, level, attribute } of rules) {
      expect(metadata[code]).toMatchObject({ rule_type: level });
      expect(metadata[code]!['rule_name']).toContain((attribute || 'dataset').toUpperCase());
    }
  });
});
