import { join } from 'node:path';

import { INPUT, LOGS, OWN_WRITING, OWN_WRITING_BESIDE_FORMAT, SUMMARY_FILES } from '@dqs/runtime/settings';

import { command } from './command.js';

/** Commands that read, store, summarise and generate histories. */
export const DATA_COMMANDS = [
  command({
    name: 'ingest',
    summary: 'add logs to a saved panel, or start one',
    description:
      'The panel has one row for each dataset, rule and day. It records which files it has counted and refuses ' +
      'to count the same content twice.',
    examples: [
      'dqs ingest history.csv.gz --panel panel.parquet',
      'dqs ingest "logs/2025-05-*.jsonl" --panel panel.parquet --rejects rejects.jsonl',
      'dqs ingest --explain checks.csv',
      'zcat today.csv.gz | dqs ingest - --panel panel.parquet',
      'dqs ingest --from postgres://reader@db.internal/dwh --table checks --panel panel.parquet',
    ],
    positionals: [{ setting: 'input', syntax: '[inputs...]' }],
    settings: [...LOGS, ...OWN_WRITING, 'explain', 'database', 'table', 'query', 'allowDuplicate', 'threads'],
    work: async (context) => (await import('../commands/ingest.js')).ingest(context),
  }),
  command({
    name: 'import',
    summary: 'add results of dbt, Great Expectations, Soda, Deequ, OpenLineage or Elementary to a saved panel',
    description:
      'Searches folders for what these tools wrote, tells what became of each file, and counts each execution of a check ' +
      'once, whatever file tells it: the same run again changes nothing. Without --panel nothing is kept. Ends with 1 if ' +
      'a file is damaged, if one that was named holds no such results, or if none was found.',
    examples: [
      'dqs import target --panel panel.parquet',
      'dqs import runs/*/run_results.json --panel panel.parquet --json',
      'dqs import gx/uncommitted/validations --rows --panel panel.parquet',
      'dqs import checks.csv --run-date 2026-03-01 --rejects rejects.jsonl',
    ],
    positionals: [{ setting: 'input', syntax: '[paths...]' }],
    settings: [...INPUT.filter((name) => name !== 'panelSet'), ...OWN_WRITING],
    work: async (context) => (await import('../commands/import.js')).importResults(context),
  }),
  command({
    name: 'summarize',
    summary: 'write a row and a sentence for every dataset and rule',
    description:
      'Writes full_summary.csv and nl_all_rows.txt to --out, and more with --format and --digest. With --panel, the results are ' +
      'added to that panel first and the whole panel is summarised; a file it already contains is refused.',
    examples: [
      'dqs summarize results.csv.gz --rules rules.json --out summary',
      'dqs summarize "logs/*.parquet" --rules rules.json --out summary --format parquet,jsonl --digest',
      'dqs summarize today.csv --panel store.parquet --rules rules.json --out summary',
      'cat results.csv | dqs summarize - --rules rules.json --out summary --windows 7,30,90',
    ],
    positionals: [{ setting: 'input', syntax: '[results...]' }],
    settings: [
      ...INPUT,
      ...OWN_WRITING_BESIDE_FORMAT,
      'allowDuplicate',
      'ruleMetadata',
      'out',
      'summaryFormats',
      'digest',
      'windows',
      'epsilon',
      'profile',
      'escapeFormulas',
      'threads',
    ],
    places: {
      out: 'folder',
      further: ({ out }) => SUMMARY_FILES.map((name) => ({ name: `--out (${name})`, path: join(String(out), name) })),
    },
    work: async (context) => (await import('../commands/summarize.js')).summarizeResults(context),
  }),
  command({
    name: 'sql',
    summary: 'print the query that counts a log in its database',
    description:
      'The result stands for the log: each row says how many equal executions it is, and reading it gives the same panel. ' +
      'Nothing is connected to; run the text with the client of the database, and give the result to dqs ingest. Columns of ' +
      'the table are told by --map and --set, those it lacks by --without. A date that is no text needs --date-expression, since ' +
      'databases disagree on what day a timestamp is.',
    examples: [
      'dqs sql --dialect postgres --table dwh.checks --map rule_code=check_name,results=status --since 2026-01-01',
      'dqs sql --dialect duckdb --table checks --wrap export --to counted.parquet',
      'dqs sql --dialect bigquery --table project.dwh.checks --without source,tenant_id --wrap dbt',
      `dqs sql --dialect snowflake --table dwh.checks --date-expression "to_char(run_at, 'YYYY-MM-DD')"`,
    ],
    settings: [
      'dialect',
      'table',
      'map',
      'set',
      'as',
      'mappings',
      'without',
      'outcomeColumn',
      'dateExpression',
      'dateFormat',
      'timezone',
      'sinceDate',
      'wrap',
      'exportTo',
    ],
    work: async (context) => (await import('../commands/sql.js')).sql(context),
  }),
  command({
    name: 'generate',
    summary: 'write a synthetic history',
    description:
      'The history has weekday effects, drift, regime shifts, bad deliveries and gaps. The format follows from the ' +
      'extension of --out: .csv, .csv.gz, .jsonl or .jsonl.gz. The same options and seed give the same bytes.',
    examples: [
      'dqs generate --rows 1000000 --out history.csv.gz',
      'dqs generate --datasets 10 --rules 5 --days 90 --out small.csv --rules-out rules.json',
      'dqs generate --rows 50000 --garbage 0.01 --seed 7 --out spoilt.jsonl',
    ],
    settings: ['out', 'rows', 'datasets', 'rules', 'days', 'executions', 'seed', 'start', 'garbage', 'rulesOut'],
    work: async (context) => (await import('../commands/generate.js')).generate(context),
  }),
  command({
    name: 'features list',
    summary: 'say what each feature of a spec is',
    description:
      'A line a feature: its group, its name, what it is, whether it moves with time, which is where drift is not ' +
      'looked for, and whether it is in by default: groups of the calendar are switched on by --groups +name.',
    examples: ['dqs features list', 'dqs features list --spec classic', 'dqs features list --spec naive --json'],
    settings: ['spec'],
    work: async (context) => (await import('../commands/features.js')).featureList(context),
  }),
  command({
    name: 'features export',
    summary: 'write the rows that training would use as CSV',
    description:
      'One row per series and observed day: business_date, set (train or test, as dqs train divides them), the features ' +
      'in the order of the model, target (the fraction that passed) and weight (executions). Categories are codes; ' +
      'missing is empty.',
    examples: [
      'dqs features export --input history.csv.gz --spec classic --out features.csv',
      'dqs features export --panel panel.parquet --test-from 2025-03-01 --out features.csv --json',
    ],
    settings: [
      ...INPUT,
      ...OWN_WRITING,
      'spec',
      'groups',
      'country',
      'events',
      'horizon',
      'testFraction',
      'testFrom',
      'out',
    ],
    work: async (context) => (await import('../commands/features.js')).exportFeatures(context),
  }),
];
