import { DqsError, PanelBuilder, panelDayRange, type DailyPanel } from '@dqs/core';

import { readCounts } from '../../duckdb/read-counts.js';
import type { DuckDbSession } from '../../duckdb/session.js';
import { magicOf } from '../../inputs/bytes.js';
import { hashFile } from '../../inputs/inspect-file.js';
import { PanelAccumulator } from '../../panel/panel-accumulator.js';
import { NeedsRowReader } from '../../rows/needs-row-reader.js';
import type { ImportContext, Importer, InputFile } from '../importer.js';
import type { ImportedFile } from '../record-sink.js';
import { EventLedger } from '../tool/event-ledger.js';
import { FactTable } from '../tool/fact-table.js';
import { toolOfColumns } from '../tool/tool.js';
import { TOOLS } from '../tool/tools.js';
import { describeParquet, describeParquetFault, readParquetRecords, textOfColumns } from './parquet-table.js';
import { readPanelMetadata, readPanelRows } from './saved-panel.js';
import { noTool, readToolTable } from './tool-table.js';

/** A log as Parquet, or a panel that `savePanel` wrote. Its schema stands at its end, so that it has no records to stream. */
export const PARQUET: Importer<'parquet'> = {
  name: 'parquet',
  extensions: ['parquet'],
  detect: (start) => (magicOf(start).isParquet ? 'certain' : undefined),
  readFile: readParquet,
};

async function readParquet({ path }: InputFile, context: ImportContext): Promise<ImportedFile> {
  const { meaning, signal } = context.settings;
  const session = await context.openSession();
  const sha256 = await hashFile(path, signal);
  try {
    const metadata = await readPanelMetadata(session, path);
    if (metadata === undefined) return { sha256, ...(await readLog(session, path, context)) };
    const told = { events: EventLedger.of(metadata.events), facts: FactTable.of(metadata.facts) };
    return {
      sha256,
      format: 'panel',
      ...told,
      ...takePanel(await readPanelRows(session, path, metadata), meaning.maxDay),
    };
  } catch (cause) {
    throw DqsError.is(cause) ? cause : await describeParquetFault(path, cause);
  }
}

/** Takes a saved panel; of its rows only the day is known. */
function takePanel(saved: DailyPanel, maxDay: number): ImportedFile {
  const [wanted, panel] = [panelUpTo(saved, maxDay), new PanelAccumulator()];
  panel.addPanel(wanted);
  const [rows, rowsUsed] = [executionsOf(saved), executionsOf(wanted)];
  const rejected = rows === rowsUsed ? {} : { 'business-date-late': rows - rowsUsed };
  return { panel, rows, rowsUsed, rejected, unparsableCounts: 0 };
}

/** Lets DuckDB count a log; where a row cannot be used, reads it row by row. */
async function readLog(session: DuckDbSession, path: string, context: ImportContext): Promise<ImportedFile> {
  const tool = toolOfColumns(
    TOOLS,
    (await textOfColumns(session, path)).map(({ name }) => name),
  );
  if (tool !== undefined) return context.countChecks(path, (input) => readToolTable(session, tool, input));
  if (context.settings.onlyTools) throw noTool(path);
  const { meaning, mapping } = context.settings;
  const table = await describeParquet(session, path, mapping);
  const { notes } = table.layout;
  try {
    const { records: _, ...counted } = await readCounts(session, table, meaning);
    return { rowsUsed: counted.rows, rejected: {}, notes, ...counted };
  } catch (cause) {
    if (!(cause instanceof NeedsRowReader)) throw cause;
    const sink = context.openSink(path);
    await readParquetRecords(session, table, (record) => sink.add(record));
    return { notes, ...sink.result() };
  }
}

/**
 * The days of a panel up to a given one; the panel itself if there are no later ones. Levels and attributes have no
 * day.
 */
function panelUpTo(panel: DailyPanel, maxDay: number): DailyPanel {
  const range = panelDayRange(panel);
  if (range === undefined || range.last <= maxDay) return panel;
  const builder = new PanelBuilder();
  builder.addPanel(panel, (day) => day <= maxDay);
  return builder.build();
}

/** The executions that a panel counts. */
function executionsOf({ cells }: DailyPanel): number {
  let sum = 0;
  for (const counts of [cells.passes, cells.fails, cells.errors]) for (const count of counts) sum += count;
  return sum;
}
