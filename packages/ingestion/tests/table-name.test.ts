import { tableNameParts } from '../src/sql/table-name.js';

const plain = (text: string) => ({ text, isQuoted: false });
const quoted = (text: string) => ({ text, isQuoted: true });

it.each([
  ['checks', [plain('checks')]],
  ['dwh.checks', [plain('dwh'), plain('checks')]],
  ['dwh."my checks"', [plain('dwh'), quoted('my checks')]],
  ['"a.b"."c""d".e', [quoted('a.b'), quoted('c"d'), plain('e')]],
  ['"""" ', undefined],
  ['""""', [quoted('"')]],
])('%s has the parts %j', (name, parts) => {
  expect(tableNameParts(name)).toEqual(parts);
});

it.each(['', '.', 'a.', '.a', 'a..b', '"', '""', '"a', '"a"b', 'a"b"', '"a""', 'a\0b', 'a\nb'])(
  '%j is no name',
  (name) => {
    expect(tableNameParts(name)).toBeUndefined();
  },
);
