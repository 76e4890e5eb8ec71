import { choice, choices, day, text } from './kinds.js';
import { setting } from './setting.js';

/** Settings of reading a log in a database. */
export const DATABASE_SETTINGS = {
  database: setting('--from <url>', 'database to read from: postgres://user@host/name; PGPASSWORD is respected', text, {
    danger: 'it sends what is read under your name to a server, or from one',
  }),
  query: setting('--query <sql>', 'query that gives the rows, instead of --table', text, {
    danger: 'it runs in the database under your name',
  }),
};

/** Settings of counting a log in its database. */
export const SQL_SETTINGS = {
  dialect: setting(
    '--dialect <name>',
    '{values}',
    choice('duckdb', 'postgres', 'clickhouse', 'spark', 'trino', 'snowflake', 'bigquery'),
  ),
  table: setting('--table <name>', 'the table: checks, dwh.checks or dwh."my checks"', text),
  without: setting(
    '--without <columns>',
    'columns that the table lacks: {values}',
    choices(
      'source',
      'tenant_id',
      'dataset_uuid',
      'level_of_execution',
      'attribute_name',
      'dataset_record_count',
      'filtered_record_count',
    ),
    { otherwise: 'none' },
  ),
  outcomeColumn: setting('--outcome-column <name>', 'column that says the outcome, where all results differ', text),
  dateExpression: setting('--date-expression <sql>', 'the date as YYYY-MM-DD, where the column is no text', text),
  sinceDate: setting('--since <date>', 'first day to count, YYYY-MM-DD', day, { otherwise: 'all' }),
  wrap: setting(
    '--wrap <name>',
    '{values}: a statement that exports the result, or a model of dbt',
    choice('export', 'dbt'),
    {
      otherwise: 'the query alone',
    },
  ),
  exportTo: setting('--to <place>', 'where the export goes', text, { otherwise: 'a place of the dialect' }),
};
