import { dirname, relative, resolve } from 'node:path';

import { EXIT } from '@dqs/core';
import {
  readPanel,
  SKIP_REASONS,
  updatePanel,
  type FileReport,
  type IngestReport,
  type ReadResult,
  type SkipReason,
} from '@dqs/ingestion';
import { duration, rowsReadText, textTable, whole } from '@dqs/reports/text';
import { readOptions, warnOfRejects } from '@dqs/runtime/history';
import { required, type INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

type Context = CommandContext<Exclude<(typeof INPUT)[number], 'panelSet'>>;

/** `dqs import`: adds results of tools to a saved panel and tells what became of each file. */
export async function importResults({ settings, hooks }: Context): Promise<CommandResult> {
  const inputs = required(settings.input, 'input');
  const { panel: store } = settings;
  const options = { ...readOptions({ ...settings, threads: undefined }), onlyTools: true };
  const result =
    store === undefined ? await readPanel(inputs, options, hooks) : await updatePanel(store, inputs, options, hooks);
  const { report, facts, panel } = result;
  warnOfRejects(report, { ...settings, threads: undefined }, hooks);
  const json = { panel: store, report, facts, series: panel.keys.length, cells: panel.cells.key.length };
  return { json, text: () => importedText(store, result), exitCode: isFine(report, inputs) ? EXIT.ok : EXIT.failed };
}

/** A folder may hold anything; a file that was named has to be of use, and so has something. */
function isFine({ files, faults = [] }: IngestReport, inputs: readonly string[]): boolean {
  const named = new Set(inputs.map((input) => resolve(input)));
  const isHarmless = faults.every(({ code, path }) => code === 'input-unknown' && !named.has(resolve(path)));
  return isHarmless && files.some(({ rowsUsed, tool }) => rowsUsed > 0 || (tool?.skipped['already-counted'] ?? 0) > 0);
}

function importedText(store: string | undefined, { report, panel }: ReadResult): string {
  const right = 'right' as const;
  const columns = [
    { title: 'file' },
    { title: 'tool' },
    { title: 'version' },
    { title: 'used', align: right },
    { title: 'skipped', align: right },
    { title: 'errors', align: right },
    { title: 'why not' },
  ];
  const folder = commonFolder([...report.files, ...(report.faults ?? [])].map(({ path }) => path));
  const rows = [
    ...report.files.map((file) => [file.path, ...factsOf(file)]),
    ...(report.faults ?? []).map(({ path, code, message }) => [
      path,
      '',
      '',
      '0',
      '0',
      '0',
      code === 'input-unknown' ? 'no results of a known tool' : message,
    ]),
  ]
    .sort(([a], [b]) => (a! < b! ? -1 : 1))
    .map(([path, ...rest]) => [folder === undefined ? path! : relative(folder, path!), ...rest]);
  const kept =
    store === undefined
      ? 'nothing was kept; give --panel <file> to keep it'
      : `${store} now holds ${whole(panel.keys.length)} series and ${whole(panel.cells.key.length)} series-days`;
  const where = folder === undefined ? '' : `in ${folder}:\n`;
  return `${where}${textTable(columns, rows)}\n${rowsReadText({ ...report, notes: [] })}\n${kept} (${duration(report.durationMs)})\n`;
}

/** The folder that all files lie in, where there are several; their paths are long. */
function commonFolder(paths: readonly string[]): string | undefined {
  const [first, ...others] = paths.filter((path) => path !== '-').map((path) => dirname(path));
  if (first === undefined || others.length === 0) return undefined;
  const isAbove = (folder: string) => others.every((other) => other === folder || other.startsWith(`${folder}/`));
  let folder = first;
  while (!isAbove(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return isAbove(folder) && folder !== '.' && !paths.includes('-') ? folder : undefined;
}

function factsOf({ format, rows, rowsUsed, tool, notes }: FileReport): string[] {
  const skipped = Object.values(tool?.skipped ?? {}).reduce((sum, count) => sum + count, 0);
  return [
    format,
    tool?.version ?? '',
    whole(rowsUsed),
    whole(skipped + rows - rowsUsed),
    whole(tool?.errors ?? 0),
    whyNot(tool, notes),
  ];
}

function whyNot(tool: FileReport['tool'], notes: readonly string[] = []): string {
  const reasons = Object.entries(tool?.skipped ?? {}) as [SkipReason, number][];
  return [...notes, ...reasons.map(([reason, count]) => `${whole(count)}: ${SKIP_REASONS[reason]}`)].join('; ');
}
