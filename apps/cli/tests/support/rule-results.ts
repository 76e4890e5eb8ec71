import { formatDay, Random } from '@dqs/core';

/** The columns of a log, in the order of the documentation. */
export const RESULT_COLUMNS = [
  'source',
  'tenant_id',
  'dataset_uuid',
  'dataset_name',
  'business_date',
  'dataset_record_count',
  'rule_code',
  'level_of_execution',
  'attribute_name',
  'results',
  'context_id',
  'filtered_record_count',
] as const;

/** One row of a log, as text. */
export type ResultRow = Readonly<Record<(typeof RESULT_COLUMNS)[number], string>>;

const NAMES = ['Orders', 'say "x", twice', 'two\nlines', '発注 🧾', '=1+1'];
const LAST_DAY = 19_782;

/** Rule results over 400 days with names that need care; the same ones every time. */
export function ruleResults(count: number): ResultRow[] {
  const random = new Random(11);
  const below = (limit: number) => Math.floor(random.next() * limit);
  return Array.from({ length: count }, () => {
    const dataset = below(NAMES.length);
    const back = below(2) === 0 ? below(60) : below(400);
    const outcome = random.next() < 0.3 ? 'Fail' : 'Pass';
    return {
      source: `S${dataset % 2}`,
      tenant_id: 'T',
      dataset_uuid: `u${dataset}`,
      dataset_name: NAMES[dataset]!,
      business_date: formatDay(LAST_DAY - back),
      dataset_record_count: below(4) === 0 ? '' : String(1000 + below(50)),
      rule_code: ['101', '007', 'R9'][below(3)]!,
      level_of_execution: below(3) === 0 ? 'DATASET' : 'ATTRIBUTE',
      attribute_name: ['amount', 'e-mail', ''][below(3)]!,
      results: JSON.stringify({ result: outcome, partialResult: false }),
      context_id: '',
      filtered_record_count: String(below(1000)),
    };
  });
}

/** The rows as CSV. */
export function csvText(
  rows: readonly ResultRow[],
  columns: readonly (keyof ResultRow)[] = RESULT_COLUMNS,
  lineEnd = '\n',
): string {
  const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = rows.map((row) => columns.map((column) => quoted(row[column])).join(','));
  return [columns.join(','), ...lines, ''].join(lineEnd);
}

/** Reads CSV character by character, as RFC 4180 says; the last record must have an end of line. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [[]];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (isQuoted && char === '"' && text[at + 1] === '"') {
      field += '"';
      at += 1;
    } else if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted || (char !== ',' && char !== '\n')) field += char;
    else {
      records.at(-1)!.push(field);
      field = '';
      if (char === '\n') records.push([]);
    }
  }
  return records.slice(0, -1);
}
