import { PanelAccumulator } from '../panel/panel-accumulator.js';
import type { CommonTexts } from '../rows/common-texts.js';
import { CountCollector } from './count-collector.js';
import { countQuery, type CountedTable } from './count-query.js';
import type { DuckDbSession } from './session.js';

/** A file counted by DuckDB; every row of it was used. */
export interface CountedFile {
  readonly panel: PanelAccumulator;
  readonly rows: number;
  readonly unparsableCounts: number;
  /** Results texts that say neither pass nor fail. */
  readonly neitherTexts: CommonTexts;
}

/**
 * Counts a table.
 *
 * @param maxDay the last day to read; Infinity for any.
 * @throws NeedsRowReader if a row cannot be used; DuckDB's error if it cannot parse the file.
 */
export async function readCounts(session: DuckDbSession, table: CountedTable, maxDay: number): Promise<CountedFile> {
  const panel = new PanelAccumulator();
  const collector = new CountCollector(panel, maxDay);
  for await (const chunk of session.chunks(countQuery(table))) collector.addChunk(chunk);
  collector.finish();
  const { rows, unparsableCounts, neitherTexts } = collector;
  return { panel, rows, unparsableCounts, neitherTexts };
}
