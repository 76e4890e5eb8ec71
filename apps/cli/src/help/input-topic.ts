import type { ColumnName } from '@dqs/ingestion';
import { wrapProse } from '@dqs/reports/terminal';
import { helpOf, HOW_LOGS_ARE_READ, settingOf } from '@dqs/runtime/settings';
import { Command, Option } from 'commander';

import { exampleLines, helpWidth } from './width.js';

const ABOUT = `How logs of rule results are read, by every command that takes --input.

A log has a row for each time that a rule was executed. Inputs are files, folders and patterns ("logs/*.csv.gz"), in any number and \
of any mixture of formats, gzipped or not, or - for standard input. The format is found by name and content. A panel that \
dqs ingest saved, a panel set and a store of deliveries are read with --panel, --panel-set and --store instead.

A row that cannot be used is never dropped in silence: it is counted, told, and written to --rejects with its reason, and too many \
of them end the command. dqs ingest --explain shows how an input would be understood, and the options to give.`;

const MEANINGS: Readonly<Record<ColumnName, string>> = {
  source: 'the system the data comes from; "default" without such a column',
  tenant_id: 'whose data it is; "default" without such a column',
  dataset_uuid: 'identity of the dataset; without such a column it follows from source and name',
  dataset_name: 'name of the dataset',
  business_date: 'the day that was checked',
  rule_code: 'the rule: 101, or any text',
  results: '{"result": "Pass"}, or a bare Pass or Fail and the like; anything else counts as an error',
  level_of_execution: 'what the rule looked at: DATASET, ATTRIBUTE, ROW',
  attribute_name: 'the attribute it looked at',
  dataset_record_count: 'how many records the dataset had',
  filtered_record_count: 'how many of them the rule looked at',
  row_count: 'how many equal executions the row stands for, as counted by the query of dqs sql',
};

const EXAMPLES = [
  'dqs train --input history.csv.gz --out model',
  'dqs ingest checks.csv --explain',
  'dqs summarize --input checks.csv --map rule_code=check_name,results=status --set source=shop --out summary',
  'dqs ingest "logs/*.jsonl" --panel panel.parquet --rejects rejects.jsonl --max-reject-ratio 0.01',
];

/** What `dqs help input` prints. */
export async function inputTopic(width = helpWidth()): Promise<string> {
  const { COLUMNS, INPUT_FORMATS, REQUIRED_COLUMNS } = await import('@dqs/ingestion');
  const help = new Command().createHelp();
  help.helpWidth = width;
  const terms = new Map<string, [string, string][]>([
    [
      'Columns, by name and in any order',
      COLUMNS.map((name) => {
        const isRequired = REQUIRED_COLUMNS.some((required) => required === name);
        return [name, `${MEANINGS[name]}${isRequired ? ' (required)' : ''}`];
      }),
    ],
    [
      'Options',
      HOW_LOGS_ARE_READ.filter((name) => !name.startsWith('results')).map((name) => {
        const setting = settingOf(name);
        return [help.optionTerm(new Option(setting.flags)), helpOf(setting)];
      }),
    ],
  ]);
  const widest = Math.max(...[...terms.values()].flat().map(([term]) => term.length));
  const sections = [...terms].map(([heading, items]) => {
    const lines = items.map(([term, about]) => help.formatItem(term, widest, about, help));
    return `${heading}:\n${lines.join('\n')}`;
  });
  const formats = wrapProse(`Formats for --format: ${INPUT_FORMATS.join(', ')}.`, width);
  const writing =
    '--results-format and --results-outcomes are --format and --outcomes in commands where those mean something else.';
  return [
    wrapProse(ABOUT, width),
    ...sections,
    formats,
    wrapProse(writing, width),
    `Examples:\n${exampleLines(EXAMPLES, width)}\n`,
  ].join('\n\n');
}
