import type { Command } from '@commander-js/extra-typings';
import { formatDay, panelDayRange } from '@dqs/core';
import type { UpdateResult } from '@dqs/ingestion';

import type { CommandContext, CommandResult } from '../run.js';
import { required } from '../setting-names.js';
import { defineCommand } from './define.js';

/** `dqs ingest`: keeps a saved panel up to date. */
export function defineIngest(program: Command): void {
  defineCommand(program, {
    name: 'ingest',
    summary: 'add logs to a saved panel, or start one',
    description:
      'The panel has one row for each dataset, rule and day. It records which files it has counted and refuses ' +
      'to count the same content twice.',
    examples: [
      'dqs ingest history.csv.gz --panel panel.parquet',
      'dqs ingest "logs/2025-05-*.jsonl" --panel panel.parquet --rejects rejects.jsonl',
      'zcat today.csv.gz | dqs ingest - --panel panel.parquet',
    ],
    positionals: [{ setting: 'input', syntax: '[inputs...]' }],
    work: ingest,
  });
}

async function ingest({ settings, hooks }: CommandContext<'ingest'>): Promise<CommandResult> {
  const inputs = required(settings.input, 'input');
  const store = required(settings.panel, 'panel');
  const { readOptions, warnOfRejects } = await import('../inputs.js');
  const { updatePanel } = await import('@dqs/ingestion');
  const options = { ...readOptions(settings, hooks), allowDuplicate: settings.allowDuplicate };
  const result = await updatePanel(store, inputs, options);
  warnOfRejects(result.report, settings, hooks);
  const { report, panel, sources } = result;
  const json = { panel: store, report, series: panel.keys.length, cells: panel.cells.key.length, sources };
  return { json, text: () => ingestedText(store, result) };
}

async function ingestedText(store: string, { report, panel, sources }: UpdateResult): Promise<string> {
  const { duration, textTable, whole } = await import('@dqs/reports/text');
  const right = 'right' as const;
  const columns = [
    { title: 'file' },
    { title: 'rows', align: right },
    { title: 'used', align: right },
    { title: 'passed', align: right },
    { title: 'failed', align: right },
    { title: 'neither', align: right },
    { title: 'rejected', align: right },
  ];
  const rows = report.files.map((file) => [
    file.path,
    whole(file.rows),
    whole(file.rowsUsed),
    whole(file.passed),
    whole(file.failed),
    whole(file.neither),
    whole(file.rows - file.rowsUsed),
  ]);
  const { rowsReadText } = await import('@dqs/reports/text');
  const range = panelDayRange(panel);
  const days = range === undefined ? '' : `, ${formatDay(range.first)} to ${formatDay(range.last)}`;
  return (
    `${textTable(columns, rows)}\n${rowsReadText(report)}\n` +
    `${store} now holds ${whole(panel.keys.length)} series and ${whole(panel.cells.key.length)} series-days${days}, ` +
    `from ${whole(sources.length)} file${sources.length === 1 ? '' : 's'} (${duration(report.durationMs)})\n`
  );
}
