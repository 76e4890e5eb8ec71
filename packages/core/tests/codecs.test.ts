import fc from 'fast-check';

import {
  cleanField,
  decodeColumns,
  decodePanel,
  DqsError,
  encodeColumns,
  encodePanel,
  normalizeRuleCode,
  type NumericColumn,
  PanelBuilder,
  parseDay,
} from '../src/index.js';

const KEY = { source: 's', tenantId: 't', datasetUuid: 'u', datasetName: 'n', ruleCode: '101' };
const DAY = parseDay('2026-03-01')!;

function samplePanel() {
  const builder = new PanelBuilder();
  for (const [ruleCode, day, outcome] of [
    ['101', 0, 'pass'],
    ['101', 3, 'fail'],
    ['102', 1, 'fail'],
  ] as const) {
    const result = { key: { ...KEY, ruleCode }, day: DAY + day, outcome, level: 'DATASET', attribute: 'amount' };
    builder.addResult({ ...result, recordCount: 7, filteredCount: NaN });
  }
  return builder.build();
}

/** The code of what is thrown; undefined where nothing is. Anything but a DqsError passes through. */
function refusal(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (DqsError.is(error)) return error.code;
    throw error;
  }
}

/** Bytes with the header rewritten and the columns as they were. */
function withHeader(bytes: Uint8Array, change: (text: string) => string): Uint8Array {
  const buffer = Buffer.from(bytes);
  const end = 12 + buffer.readUInt32LE(8);
  const header = Buffer.from(change(buffer.toString('utf8', 12, end)));
  const start = Buffer.alloc(Math.ceil((12 + header.length) / 8) * 8);
  buffer.copy(start, 0, 0, 8);
  start.writeUInt32LE(header.length, 8);
  header.copy(start, 12);
  return Buffer.concat([start, buffer.subarray(Math.ceil(end / 8) * 8)]);
}

/** The columns and what is beside them, some of it exchanged. */
function changed(columns: Record<string, NumericColumn>, meta: Record<string, unknown> = {}): Uint8Array {
  const file = decodeColumns(encodePanel(samplePanel()));
  return encodeColumns({ meta: { ...(file.meta as object), ...meta }, columns: { ...file.columns, ...columns } });
}

describe('a columns file', () => {
  it('with any byte changed is read or refused, and never fails in another way', () => {
    const bytes = encodePanel(samplePanel());
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const other = Uint8Array.from(bytes);
        other[at]! ^= change;
        expect([undefined, 'panel-invalid']).toContain(refusal(() => decodePanel(other)));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['no JSON', () => '{"meta":'],
    ['no object', () => 'null'],
    ['no columns', () => '{"meta":{}}'],
    ['columns that are none', () => '{"meta":{},"columns":[null]}'],
    ['a type of numbers that there is not', (text: string) => text.replace('"u8"', '"u9"')],
    ['a type that every object has', (text: string) => text.replace('"u8"', '"toString"')],
    ['a length below nothing', (text: string) => text.replace(/"length":\d+/, '"length":-1')],
    ['a length that is no whole number', (text: string) => text.replace(/"length":\d+/, '"length":1.5')],
    ['a length that is no number', (text: string) => text.replace(/"length":\d+/, '"length":"3"')],
    ['more than there is', (text: string) => text.replace(/"length":\d+/, '"length":1e9')],
  ])('whose header has %s is refused', (_what, change) => {
    expect(refusal(() => decodeColumns(withHeader(encodePanel(samplePanel()), change)))).toBe('panel-invalid');
  });

  it('keeps a column of any name', () => {
    const columns = Object.fromEntries(['__proto__', 'constructor', ''].map((name) => [name, Float32Array.of(1)]));
    expect(Object.keys(decodeColumns(encodeColumns({ meta: null, columns })).columns)).toEqual(Object.keys(columns));
  });

  it('of other arrays cannot be written', () => {
    const columns = { big: BigInt64Array.of(1n) as unknown as NumericColumn };
    expect(refusal(() => encodeColumns({ meta: null, columns }))).toBe('invalid-argument');
  });
});

describe('the bytes of a panel', () => {
  it.each([
    ['another format', changed({}, { format: 'dqs-daily-panel/2' })],
    ['nothing beside the columns', encodeColumns({ meta: null, columns: {} })],
    ['no keys', changed({}, { keys: undefined })],
    ['keys that are none', changed({}, { keys: [null, null] })],
    ['texts that are none', changed({}, { levels: 'DATASET' })],
    ['a day that is none', changed({}, { firstDay: '2026-03-01' })],
    ['a number of cells that is none', changed({}, { cells: -1 })],
    ['more cells than any memory holds', changed({}, { cells: 2 ** 50 })],
    ['a fraction of a cell', changed({ cellsOfKey: Float32Array.of(1.5, 1.5) })],
    ['fewer cells than its keys hold', changed({ cellsOfKey: Uint8Array.of(2, 2) })],
    ['a key without cells', changed({ cellsOfKey: Uint8Array.of(3, 0) })],
    ['a column that is too short', changed({ passes: Uint8Array.of(1) })],
    ['a text of a key that there is not', changed({ levelKey: Uint8Array.of(0, 2) })],
    ['more texts than counts', changed({ levelCount: Uint8Array.of(1) })],
  ])('with %s are refused', (_what, bytes) => {
    expect(refusal(() => decodePanel(bytes))).toBe('panel-invalid');
  });
});

describe('a field', () => {
  const blank = fc.string({ unit: fc.constantFrom(' ', '\t', '\r', '\n', '\f'), maxLength: 3 });

  it('loses the white space at its ends and nothing else', () => {
    const inner = fc.string().filter((text) => !/^[\s"]|[\s"]$/.test(text));
    fc.assert(
      fc.property(blank, inner, blank, (before, text, after) => expect(cleanField(before + text + after)).toBe(text)),
    );
  });

  it('in quotes that spaces follow loses both, as a lenient reader takes it', () => {
    expect(cleanField('"a, b"  ')).toBe('a, b');
    expect(cleanField('" a "" b " ')).toBe('a "" b');
    expect(cleanField('"a"')).toBe('"a"');
  });

  it('cleaned once is clean', () => {
    fc.assert(
      fc.property(blank, fc.string(), (space, text) => {
        const once = cleanField(space + text.replaceAll('"', ''));
        expect(cleanField(once)).toBe(once);
      }),
    );
  });
});

describe('the code of a rule', () => {
  it.each([
    ['101.0', '101'],
    [' 101.000 ', '101'],
    ['007.0', '007'],
    ['1.5', '1.5'],
    ['101.', '101.'],
    ['101.05', '101.05'],
    ['R001.0', 'R001.0'],
    ['', ''],
  ])('%j is %j', (text, code) => {
    expect(normalizeRuleCode(text)).toBe(code);
  });
});
