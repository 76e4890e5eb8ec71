import { COLUMNS, type ColumnName } from '../rows/columns.js';
import type { HeaderLayout } from '../rows/locate-columns.js';
import type { RowMeaning } from '../rows/meaning.js';
import { sqlText } from './session.js';

/** SQL expressions for the known columns of a table; an absent optional column is undefined. */
export type ColumnExpressions = Readonly<Record<ColumnName, string | undefined>>;

/** A log as a DuckDB table. */
export interface CountedTable {
  /** The expression after FROM. */
  readonly table: string;
  readonly columns: ColumnExpressions;
  /** Whether `dataset_uuid` is derived, and no text of the table. */
  readonly isUuidDerived: boolean;
}

/** The expressions of a layout's columns: constants, and what stands at their positions. */
export function columnExpressions(
  { positions, constants }: HeaderLayout,
  at: (position: number) => string,
): ColumnExpressions {
  const expression = (name: ColumnName) => {
    const [constant, position] = [constants.get(name), positions[name]];
    if (constant !== undefined) return sqlText(constant);
    return position === undefined ? undefined : at(position);
  };
  return Object.fromEntries(COLUMNS.map((name) => [name, expression(name)])) as ColumnExpressions;
}

/** The kind of a result row of {@link countQuery}, as numbered by GROUPING_ID. */
export const ROW_KINDS = { key: 7, results: 11, texts: 13, cell: 14 } as const;

/** The columns of the result of {@link countQuery}, in order. */
export const RESULT_COLUMNS = [
  'kind',
  'key_hash',
  'results_hash',
  'rows',
  'records',
  'day',
  'record_count',
  'filtered_count',
  'business_date',
  'record_text',
  'filtered_text',
  'source',
  'tenant_id',
  'dataset_uuid',
  'dataset_name',
  'rule_code',
  'level',
  'attribute',
  'results',
] as const;

/**
 * The query that counts the rows of a log in one scan. Its result holds rows of four kinds, because text that repeats
 * in millions of rows must neither be a grouping key nor be fetched more than once:
 *
 * - `key`: the texts of each summary key with their hash;
 * - `results`: each distinct `results` text with its hash (JavaScript finds its outcome, once);
 * - `texts`: executions by key, level, attribute and results;
 * - `cell`: executions by key, date, results and record counts, keys and results by their hashes.
 *
 * Dates and counts are returned as numbers if they are written plainly (`2021-05-14`, `1200`), otherwise as NaN and
 * text, so that the rules for unusual values are in one place, in JavaScript. Two texts with the same hash are detected
 * and refused by the reader of the result. `rows` are executions, NaN where a `row_count` is not plain; `records` are rows.
 *
 * @param dates how much may be known of dates here.
 */
export function countQuery({ table, columns }: CountedTable, dates: RowMeaning['dates'] = 'cut'): string {
  const text = (name: ColumnName) => columns[name] ?? "''";
  const rows = columns.row_count === undefined ? 'count(*)' : `sum(${plainRowCount('w')})`;
  const plainDate = dates === 'unknown' ? 'false' : PLAIN_DATE;
  return `
WITH texts AS (
  SELECT ${text('source')} AS s, ${text('tenant_id')} AS t, ${text('dataset_uuid')} AS u,
    ${text('dataset_name')} AS n, ${text('rule_code')} AS r, ${text('business_date')} AS dt, ${text('results')} AS o,
    ${text('level_of_execution')} AS l, ${text('attribute_name')} AS a,
    ${text('dataset_record_count')} AS rc, ${text('filtered_record_count')} AS fc,
    ${text('row_count')} AS w
  FROM ${table}
), hashed AS (
  SELECT *, hash(s, t, u, n, r) >> 11 AS k, hash(o) >> 11 AS oh, ${dates === 'cut' ? DATE_PART : 'dt'} AS d FROM texts
), counted AS (
  SELECT grouping_id(s, o, l, d) AS kind, k, oh, ${rows} AS rows, count(*) AS records, d, rc, fc, s, t, u, n, r, l, a, o,
    TRY_CAST(d AS DATE) AS date, TRY_CAST(rc AS UBIGINT) AS rn, TRY_CAST(fc AS UBIGINT) AS fn
  FROM hashed
  GROUP BY GROUPING SETS ((s, t, u, n, r, k), (o, oh), (k, l, a, oh), (k, d, oh, rc, fc))
)
SELECT kind::DOUBLE, ${orNaN('k::DOUBLE')}, ${orNaN('oh::DOUBLE')}, rows::DOUBLE,
  records::DOUBLE,
  ${orNaN(`CASE WHEN ${plainDate} THEN (date - DATE '1970-01-01')::DOUBLE END`)},
  ${orNaN(`CASE WHEN ${plainCount('rn', 'rc')} THEN rn::DOUBLE END`)},
  ${orNaN(`CASE WHEN ${plainCount('fn', 'fc')} THEN fn::DOUBLE END`)},
  CASE WHEN ${plainDate} THEN NULL ELSE d END,
  CASE WHEN ${plainCount('rn', 'rc')} THEN NULL ELSE rc END,
  CASE WHEN ${plainCount('fn', 'fc')} THEN NULL ELSE fc END,
  s, t, u, n, r, l, a, o
FROM counted`;
}

/** NaN instead of NULL: reading a vector with NULLs uses big integers and takes ten times as long. */
function orNaN(expression: string): string {
  return `coalesce(${expression}, 'NaN'::DOUBLE)`;
}

/** The date without a time part, if one follows ten characters that start with a digit; NUL bytes are not hidden. */
const DATE_PART = `CASE WHEN strlen(dt) > 10 AND dt >= '0' AND dt < ':' AND substr(dt, 11, 1) IN ('T', ' ')
    AND NOT contains(dt, chr(0))
    THEN substr(dt, 1, 10) ELSE dt END`;

/** True for dates written exactly as DuckDB would write them, from a year that JavaScript supports too. */
const PLAIN_DATE = `coalesce(date::VARCHAR = d AND date >= DATE '0100-01-01' AND strlen(d) = 10, false)`;

/** True for whole numbers without sign, leading zeros or spaces that a double holds exactly. */
function plainCount(number: string, text: string): string {
  return `coalesce(${number}::VARCHAR = ${text} AND ${number} < 9007199254740992, false)`;
}

/** The number of executions of a row, 1 where the text is empty, NaN where it is not plain: the row reader will tell. */
function plainRowCount(text: string): string {
  const plain = `regexp_full_match(${text}, '[1-9][0-9]{0,8}')`;
  return `CASE WHEN ${text} = '' THEN 1.0::DOUBLE WHEN ${plain} THEN TRY_CAST(${text} AS DOUBLE) ELSE 'NaN'::DOUBLE END`;
}
