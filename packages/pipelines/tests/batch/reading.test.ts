import { cleanField, CsvWriter, formatDay, normalizeRuleCode, parseDay } from '@dqs/core';
import { featureSpec, fitContract, SeriesHistory } from '@dqs/features';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';

import { CsvRequestReader } from '../../src/batch/csv-requests.js';
import { NO_DAY, readDay } from '../../src/batch/field-bytes.js';
import { KeySet } from '../../src/batch/key-set.js';
import { NumberTexts } from '../../src/batch/number-texts.js';
import { requestLayout } from '../../src/batch/request-layout.js';
import { RequestHistory } from '../../src/batch/request-history.js';
import { SeriesLookup } from '../../src/batch/series-lookup.js';
import { madePanel } from '../support/panels.js';
import { scratchFolder, shardOf } from './support.js';

const folder = scratchFolder();

describe('readDay', () => {
  const day = (text: string) => readDay(Buffer.from(text), 0, Buffer.byteLength(text));

  it('reads every day of four centuries as the core does', () => {
    for (let expected = parseDay('1850-01-01')!; expected < parseDay('2250-01-01')!; expected += 1) {
      if (day(formatDay(expected)) !== expected) throw new Error(`${formatDay(expected)} is day ${expected}`);
    }
  });

  it('takes nothing for a day that the core does not', () => {
    const almost = fc.array(fc.constantFrom('0', '1', '2', '3', '9', '-', 'T', ' ', '/'), {
      minLength: 10,
      maxLength: 10,
    });
    const property = fc.property(almost, (chars) => {
      const text = chars.join('');
      const found = day(text);
      if (found !== NO_DAY) expect(parseDay(text)).toBe(found);
    });
    fc.assert(property, { numRuns: 5000 });
    for (const text of ['2021-02-29', '2021-13-01', '2021-00-10', '2021-01-00', '0099-01-01', '2021-1-01', '']) {
      expect(day(text)).toBe(NO_DAY);
    }
  });
});

/** The bytes of three texts, and where each stands. */
function recordOf(...texts: readonly [tenant: string, dataset: string, rule: string]) {
  let at = 0;
  const [tenant, dataset, rule] = texts.map((text) => {
    const start = at;
    at += Buffer.byteLength(text) + 1;
    return { start, end: at - 1 };
  });
  return { bytes: Buffer.from(texts.join(',')), spans: { tenant: tenant!, dataset: dataset!, rule: rule! } };
}

describe('SeriesLookup', () => {
  it('asks once for each three texts, and never takes one for another', () => {
    const text = fc.string({ maxLength: 3, unit: fc.constantFrom('a', 'b', '|', 'é') });
    const three = fc.tuple(text, text, text);
    const property = fc.property(fc.array(three, { minLength: 1, maxLength: 400 }), (all) => {
      const known = new Map<string, number>();
      let asked = 0;
      const lookup = new SeriesLookup((...texts) => {
        asked += 1;
        return known.get(JSON.stringify(texts.map((bytes) => Buffer.from(bytes).toString())))!;
      });
      for (const texts of all) {
        const id = JSON.stringify(texts);
        if (!known.has(id)) known.set(id, known.size);
        const record = recordOf(...texts);
        expect(lookup.find(record.bytes, record.spans)).toBe(known.get(id));
      }
      expect(asked).toBe(known.size);
    });
    fc.assert(property);
  });

  it('holds a hundred thousand series', () => {
    const lookup = new SeriesLookup((_, dataset) => Number(Buffer.from(dataset).toString()));
    for (let round = 0; round < 2; round += 1) {
      for (let i = 0; i < 100_000; i += 1) {
        const { bytes, spans } = recordOf('T', String(i), 'R');
        if (lookup.find(bytes, spans) !== i) throw new Error(String(i));
      }
    }
  });
});

describe('NumberTexts', () => {
  it('writes every number as JavaScript does', () => {
    const texts = new NumberTexts();
    const number = fc.oneof(
      fc.double({ noNaN: true, min: 0 }),
      fc.nat(),
      fc.nat(1000).map((n) => n / 7),
    );
    fc.assert(
      fc.property(fc.array(number), (numbers) => {
        for (const value of [...numbers, ...numbers])
          if (!Object.is(value, -0)) expect(texts.of(value)).toBe(String(value));
      }),
    );
  });
});

describe('KeySet', () => {
  it('is a set', () => {
    const key = fc.oneof(fc.nat(50), fc.integer(), fc.maxSafeInteger());
    fc.assert(
      fc.property(fc.array(key, { maxLength: 9000, size: 'max' }), (keys) => {
        const [ours, theirs] = [new KeySet(), new Set<number>()];
        for (const each of keys) {
          expect(ours.add(each)).toBe(!theirs.has(each));
          theirs.add(each);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('requestLayout', () => {
  it('finds columns by name and keeps the others', () => {
    expect(requestLayout(['id', 'rule_code', 'business_date', 'dataset_uuid'], 'x')).toMatchObject({
      dataset: 3,
      rule: 1,
      date: 2,
    });
  });

  it('reports columns that are missing, duplicated or reserved', () => {
    expect(() => requestLayout(['dataset_id', 'rule_code', 'business_date'], 'x.csv')).toThrow(
      /x\.csv lacks the column "dataset_uuid" \(did you mean "dataset_id"/,
    );
    const columns = ['dataset_uuid', 'rule_code', 'business_date'];
    expect(() => requestLayout([...columns, 'id', 'id'], 'x.csv')).toThrow(/"id" twice/);
    expect(() => requestLayout([...columns, 'flags'], 'x.csv')).toThrow(/"flags".*rename/);
  });
});

describe('CsvRequestReader', () => {
  const panel = madePanel({ datasets: 3, rules: 2, days: 30 });
  const contract = fitContract(featureSpec('classic'), SeriesHistory.fromPanel(panel), { upToDay: 99_999 });
  const names = ['extra', 'rule_code', 'business_date', 'dataset_uuid'];
  const layout = requestLayout(names, 'x');
  const asOfDay = SeriesHistory.fromPanel(panel).lastDay;

  /** What a record means, by csv-parse and the words of the design. */
  function meaning(record: string, history: RequestHistory): object | undefined {
    let fields: string[];
    try {
      [fields = []] = parse(record, { ltrim: true, rtrim: true, relax_column_count: true }) as string[][];
    } catch {
      return undefined;
    }
    if (fields.length !== names.length || record.includes('\0')) return undefined;
    const day = parseDay(cleanField(fields[layout.date]!));
    const [dataset, rule] = [cleanField(fields[layout.dataset]!), normalizeRuleCode(fields[layout.rule]!)];
    if (day === undefined || dataset === '' || rule === '') return undefined;
    return {
      series: history.find({ tenantId: 'T', datasetUuid: dataset, ruleCode: rule }),
      day,
      asOf: Math.min(asOfDay, day - 1),
    };
  }

  it('means the same by a record, read byte by byte or not, as csv-parse', async () => {
    const { keys } = panel;
    const known = fc.constantFrom(...keys).map((key) => [key.datasetUuid, key.ruleCode]);
    const series = fc.oneof(
      { weight: 4, arbitrary: known },
      fc.constantFrom(['', 'R'], ['nobody', '101.0'], ['u', ' ']),
    );
    const date = fc.constantFrom('2026-01-20', '2026-02-30', '', ' 2026-01-21 ', '2026-01-20T10:00', 'x', '2025-01-01');
    const extra = fc.string({ unit: fc.constantFrom('a', '"', ' ', 'é', ';'), maxLength: 3 });
    const style = fc.constantFrom('plain', 'quoted', 'spaced');
    const record = fc
      .tuple(extra, series, date, style, fc.boolean())
      .map(([id, [dataset, rule], day, form, isShort]) => {
        const dressed = (text: string) =>
          form === 'plain'
            ? text
            : form === 'quoted'
              ? `"${text.replaceAll('"', '""')}"`
              : ` "${text.replaceAll('"', '""')}" `;
        const fields = [new CsvWriter({ keepBlanks: true }).field(id), ...[rule!, day, dataset!].map(dressed)];
        return (isShort && form === 'quoted' ? fields.slice(0, 3) : fields).join(',');
      });
    const property = fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 20 }), async (records) => {
      const history = RequestHistory.fromPanel(panel, contract);
      const reader = new CsvRequestReader(history, { layout, delimiter: ',', asOfDay });
      const shard = await shardOf(folder, `${names.join(',')}\n${records.join('\n')}\n`);
      const { requests, at, rejected } = reader.read(shard);
      const ours: (object | undefined)[] = records.map(() => undefined);
      at.forEach((index, row) => {
        ours[index] = { series: requests.series[row], day: requests.targetDay[row], asOf: requests.asOfDay[row] };
      });
      expect(ours).toEqual(records.map((text) => meaning(text, history)));
      expect(rejected.map((reject) => reject.at)).toEqual(ours.flatMap((each, i) => (each ? [] : [i])));
    });
    await fc.assert(property, { numRuns: 150 });
  });

  it.each([
    ['x,R,2026-01-20,\n', 'dataset-uuid-missing'],
    ['x,,2026-01-20,d\n', 'rule-code-missing'],
    ['x,R,,d\n', 'business-date-missing'],
    ['x,R,2026-02-30,d\n', 'business-date-invalid'],
    ['x,R,2026-01-20\n', 'column-count'],
    ['x,R,2026-01-20,d,more\n', 'column-count'],
    ['x,R,2026-01-20,d"\n', 'malformed-quotes'],
    ['x,R,2026-01-20,d\0\n', 'nul-byte'],
    [Buffer.from([0x78, 0x2c, 0x52, 0x2c, 0xff, 0x2c, 0x64, 0x0a]), 'invalid-utf-8'],
  ])('rejects %j: %s', async (line, reason) => {
    const reader = new CsvRequestReader(RequestHistory.fromPanel(panel, contract), { layout, delimiter: ',', asOfDay });
    const bytes = Buffer.concat([Buffer.from(`${names.join(',')}\n`), Buffer.from(line as string)]);
    const { at, rejected } = reader.read(await shardOf(folder, bytes));
    expect(at).toHaveLength(0);
    expect(rejected.map((reject) => reject.reason)).toEqual([reason]);
    expect(rejected[0]!.message).toMatch(/^expected /);
  });
});
