import { DqsError, formatDay } from '@dqs/core';

import { COLUMNS, REQUIRED_COLUMNS, type ColumnName } from '../rows/columns.js';
import { mappingOf, mappingProblems, type ColumnMapping, type ColumnTexts } from '../rows/mapping.js';
import { DIALECTS, SQL_DIALECTS, type SqlDialect, type SqlDialectName } from './dialects.js';
import { dbtModel } from './dbt-model.js';
import { tableNameParts } from './table-name.js';

/** What a counting query counts. */
export interface CountingSqlOptions {
  readonly dialect: SqlDialectName;
  /** The table; names of a catalog or schema before it end with a point. A name with other points stands in quotes. */
  readonly table: string;
  /** What columns are called in the table. @default their own names */
  readonly map?: ColumnTexts;
  /** Columns that are the same text in every row. */
  readonly set?: ColumnTexts;
  /** Columns that the table lacks. */
  readonly without?: readonly string[];
  /** The column that says the outcome, where the texts of `results` are all different. @default that of `results` */
  readonly outcomeColumn?: string | undefined;
  /** An SQL expression for the date as YYYY-MM-DD, for columns that are no text. @default what the text starts with */
  readonly dateExpression?: string | undefined;
  /** How dates are written, as for reading; other ones than `iso` are left as they are. */
  readonly dateFormat?: string | undefined;
  readonly timezone?: string | undefined;
  /** The first day to count, in whole days since 1970-01-01. @default all */
  readonly since?: number | undefined;
  /** A statement that exports the result, or a model of dbt. @default the query alone */
  readonly wrap?: 'export' | 'dbt' | undefined;
  /** Where an export goes to. @default a place of the dialect */
  readonly to?: string | undefined;
}

/**
 * The query that counts a log where it lies: a row of its result stands for `row_count` equal executions, so that reading
 * the result gives the same panel as reading the table. It is one `SELECT … GROUP BY` without casts and without functions
 * of JSON, which databases disagree about: each distinct text of results is understood by the reading. Rows are counted by
 * their record counts too, of which a panel keeps the greatest pair of a day; two maxima would be no pair.
 *
 * @throws DqsError `invalid-argument` with every problem of the options.
 */
export function countingSql(options: CountingSqlOptions): string {
  const problems = problemsOf(options);
  if (problems.length > 0) throw new DqsError('invalid-argument', problems.join('; '), { details: { problems } });
  const { wrap, table, to } = options;
  const dialect: SqlDialect = DIALECTS[options.dialect];
  const query = (from: string) => queryOf(options, dialect, from);
  const names = tableNameParts(table)!.map(({ text }) => text);
  if (wrap === 'dbt') return dbtModel(query, names);
  const whole = query(names.map(dialect.name).join('.'));
  return `${wrap === 'export' ? dialect.exported(whole, to ?? dialect.place ?? '') : whole};\n`;
}

/** A column of the result: its expression, and whether rows are grouped by it. */
interface Selected {
  readonly name: string;
  readonly sql: string;
  readonly isGroup: boolean;
}

function queryOf(options: CountingSqlOptions, dialect: SqlDialect, table: string): string {
  const mapping = mappingOf(options.map, options.set);
  const columns = columnsOf(options, mapping, dialect);
  const selected = columns.map(({ name, sql }) => `  ${sql} AS ${dialect.name(name)}`).join(',\n');
  const groups = columns.filter(({ isGroup }) => isGroup).map(({ sql }) => `  ${sql}`);
  const where = whereOf(options, columns, dialect);
  return `SELECT\n${selected}\nFROM ${table} AS t\n${where}GROUP BY\n${groups.join(',\n')}`;
}

function columnsOf(options: CountingSqlOptions, mapping: ColumnMapping, dialect: SqlDialect): Selected[] {
  const { without = [] } = options;
  const isThere = (name: ColumnName) => name !== 'row_count' && !without.includes(name);
  const columns = COLUMNS.filter(isThere).map((name): Selected => {
    const constant = mapping.constants.get(name);
    if (constant !== undefined) return { name, sql: dialect.text(constant), isGroup: false };
    return { name, sql: expressionOf(name, options, mapping, dialect), isGroup: true };
  });
  const counted = mapping.names.get('row_count');
  const rows = counted === undefined ? 'COUNT(*)' : `SUM(${qualified(counted, dialect)})`;
  const dataset =
    columns.find(({ name }) => name === 'dataset_uuid') ?? columns.find(({ name }) => name === 'dataset_name');
  const part = dialect.part(dialect.md5(dataset!.sql), 1, 2);
  return [
    ...columns,
    { name: 'row_count', sql: rows, isGroup: false },
    { name: 'part', sql: part, isGroup: dataset!.isGroup },
  ];
}

function expressionOf(
  name: ColumnName,
  { outcomeColumn, dateExpression, dateFormat = 'iso', timezone }: CountingSqlOptions,
  mapping: ColumnMapping,
  dialect: SqlDialect,
): string {
  if (name === 'results' && outcomeColumn !== undefined) return qualified(outcomeColumn, dialect);
  const column = qualified(mapping.names.get(name) ?? name, dialect);
  if (name !== 'business_date') return column;
  if (dateExpression !== undefined) return `(${dateExpression})`;
  if (dateFormat !== 'iso' || timezone !== undefined) return column;
  // What follows a T or a space is a time; anything else belongs to a text that is no date.
  return `CASE WHEN ${dialect.part(column, 11, 1)} IN ('T', ' ') THEN ${dialect.part(column, 1, 10)} ELSE ${column} END`;
}

/** With the name of the table, or ClickHouse would take an alias of the same name. */
function qualified(name: string, dialect: SqlDialect): string {
  return `t.${dialect.name(name)}`;
}

function whereOf({ since, dateFormat = 'iso' }: CountingSqlOptions, columns: readonly Selected[], dialect: SqlDialect) {
  if (since === undefined) return '';
  const day = dateFormat === 'yyyyMMdd' ? formatDay(since).replaceAll('-', '') : formatDay(since);
  const date = columns.find(({ name }) => name === 'business_date')!;
  return `WHERE ${date.sql} >= ${dialect.text(day)}\n`;
}

function problemsOf({ dialect, table, map, set, without = [], ...options }: CountingSqlOptions): string[] {
  const { since, dateFormat = 'iso', dateExpression, wrap, to } = options;
  const optional: readonly string[] = COLUMNS.filter((name) => !REQUIRED_COLUMNS.some((required) => required === name));
  const twice = without.filter((name) => Object.hasOwn({ ...map, ...set }, name));
  const isText = dateFormat === 'iso' || dateFormat === 'yyyyMMdd' || dateExpression !== undefined;
  const checks: readonly (readonly [boolean, string])[] = [
    [
      Object.hasOwn(DIALECTS, dialect),
      `expected a dialect of ${SQL_DIALECTS.join(', ')}, got ${JSON.stringify(dialect)}`,
    ],
    [
      tableNameParts(table) !== undefined,
      `expected a table such as checks, dwh.checks or dwh."my checks", got ${JSON.stringify(table)}`,
    ],
    [
      without.every((name) => optional.includes(name)),
      `expected columns to be without out of ${optional.join(', ')}, got ${without.join(', ')}`,
    ],
    [twice.length === 0, `expected each column in one of map, set and without, got ${twice.join(', ')} in two`],
    [since === undefined || isText, `expected dates that sort as text for --since, got the date format ${dateFormat}`],
    [
      to === undefined || (wrap === 'export' && dialect !== 'postgres'),
      'expected --to only with --wrap export, and not for postgres, whose export is what the client prints',
    ],
  ];
  return [
    ...checks.filter(([ok]) => !ok).map(([, problem]) => problem),
    ...mappingProblems('map', map, COLUMNS, false),
    ...mappingProblems('set', set, COLUMNS, true),
  ];
}
