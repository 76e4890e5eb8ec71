import { explainInput, type ExplainedColumn, type InputExplanation } from '@dqs/ingestion';
import { textTable } from '@dqs/reports/text';
import type { AppHooks } from '@dqs/runtime';
import { readOptions, type InputSettings } from '@dqs/runtime/history';

import type { CommandResult } from '../run.js';

/** `dqs ingest --explain`: how inputs would be understood. */
export async function explainInputs(
  inputs: readonly string[],
  settings: InputSettings,
  hooks: AppHooks,
): Promise<CommandResult> {
  const explanations: InputExplanation[] = [];
  for (const input of inputs) explanations.push(await explainInput(input, readOptions(settings), hooks));
  const json = explanations.map((one) => ({ ...one, flags: flagsOf(one) }));
  return { json: json.length === 1 ? json[0] : json, text: () => explanations.map(explanationText).join('\n') };
}

const HOW: Readonly<Record<ExplainedColumn['how'], string>> = {
  name: 'by its name',
  forgiven: 'case, blanks and dashes forgiven',
  mapped: 'as --map says',
  guessed: 'a guess; see the mapping below',
  constant: 'the same text in every row, as --set says',
  default: '"default" in every row',
  derived: 'derived from source and dataset_name',
  absent: 'empty in every row',
  missing: 'MISSING',
};

function explanationText(explanation: InputExplanation): string {
  const { path, format, delimiter, columns, unused, rows, notes, mapping } = explanation;
  const separated = delimiter === undefined ? '' : `, separated by ${JSON.stringify(delimiter)}`;
  const parts = [`${path}: ${format}${separated}\n`];
  if (columns.length > 0) {
    const lines = columns.map(({ column, from, how }) => [column, from ?? '', HOW[how]]);
    parts.push(textTable([{ title: 'column' }, { title: 'is' }, { title: 'how' }], lines));
  }
  if (unused.length > 0) parts.push(`not read: ${unused.join(', ')}\n`);
  if (rows.length > 0) {
    const titles = [
      'record',
      'dataset_name',
      'rule_code',
      'business_date',
      'outcome',
      'row_count',
      'rejected',
    ] as const;
    const lines = rows.map((row) => titles.map((title) => String(row[title] ?? '')));
    parts.push(
      `\n${textTable(
        titles.map((title) => ({ title })),
        lines,
      )}`,
    );
  }
  for (const note of notes) parts.push(`note: ${note}\n`);
  if (Object.keys(mapping).length > 0) {
    parts.push(
      `\nThe mapping: ${flagsOf(explanation)}\nor in dqs.config.json, for --as own: ${JSON.stringify({ mappings: { own: mapping } })}\n`,
    );
  }
  return parts.join('');
}

/** The mapping as it is pasted behind a command. */
function flagsOf({ mapping }: InputExplanation): string {
  const { map, set, delimiter, dateFormat, timezone, outcomes } = mapping;
  const pairs = (texts: object | undefined) =>
    texts &&
    Object.entries(texts)
      .map((pair) => pair.join('='))
      .join(',');
  const words = outcomes && Object.entries(outcomes).map(([name, list]) => `${name}=${(list as string[]).join('|')}`);
  const flags = {
    '--map': pairs(map),
    '--set': pairs(set),
    '--delimiter': delimiter === ',' ? undefined : (DELIMITERS.get(delimiter ?? '') ?? delimiter),
    '--date-format': dateFormat,
    '--timezone': timezone,
    '--outcomes': words?.join(','),
  };
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  return given.map(([flag, value]) => `${flag} ${quoted(value!)}`).join(' ');
}

const DELIMITERS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({ ';': 'semicolon', '\t': 'tab', '|': 'bar' }),
);

/** A text as a shell takes it. */
function quoted(text: string): string {
  return /^[\w.,=:/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
