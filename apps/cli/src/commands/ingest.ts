import { formatDay, panelDayRange } from '@dqs/core';
import { updatePanel, type UpdateResult } from '@dqs/ingestion';
import { duration, rowsReadText, textTable, whole } from '@dqs/reports/text';
import { readOptions, warnOfRejects } from '@dqs/runtime/history';
import { required, type LOGS } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

/** `dqs ingest`: keeps a saved panel up to date. */
export async function ingest({
  settings,
  hooks,
}: CommandContext<
  (typeof LOGS)[number] | 'allowDuplicate' | 'threads' | 'database' | 'table' | 'query' | 'explain'
>): Promise<CommandResult> {
  const { database: url, table, query } = settings;
  const database = url === undefined ? undefined : { url, table, query };
  const inputs = database === undefined ? required(settings.input, 'input') : (settings.input ?? []);
  if (settings.explain === true) {
    const { explainInputs } = await import('./explain-input.js');
    return explainInputs(required(settings.input, 'input'), settings, hooks);
  }
  const store = required(settings.panel, 'panel');
  const options = { ...readOptions(settings), allowDuplicate: settings.allowDuplicate, database };
  const result = await updatePanel(store, inputs, options, hooks);
  warnOfRejects(result.report, settings, hooks);
  const { report, panel, sources } = result;
  const json = { panel: store, report, series: panel.keys.length, cells: panel.cells.key.length, sources };
  return { json, text: () => ingestedText(store, result) };
}

function ingestedText(store: string, { report, panel, sources }: UpdateResult): string {
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
  const range = panelDayRange(panel);
  const days = range === undefined ? '' : `, ${formatDay(range.first)} to ${formatDay(range.last)}`;
  return (
    `${textTable(columns, rows)}\n${rowsReadText(report)}\n` +
    `${store} now holds ${whole(panel.keys.length)} series and ${whole(panel.cells.key.length)} series-days${days}, ` +
    `from ${whole(sources.length)} file${sources.length === 1 ? '' : 's'} (${duration(report.durationMs)})\n`
  );
}
