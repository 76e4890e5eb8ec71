import { PanelAccumulator } from '../panel/panel-accumulator.js';
import type { CommonTexts } from '../rows/common-texts.js';
import type { RowMeaning } from '../rows/meaning.js';
import { CountCollector } from './count-collector.js';
import { countQuery, type CountedTable } from './count-query.js';
import type { DuckDbSession } from './session.js';

/** A file counted by DuckDB; every row of it was used. */
export interface CountedFile {
  readonly panel: PanelAccumulator;
  /** Executions. */
  readonly rows: number;
  readonly unparsableCounts: number;
  /** Results texts that say neither pass nor fail. */
  readonly neitherTexts: CommonTexts;
}

/**
 * Counts a table.
 *
 * @returns what was counted, and the number of its records, which may stand for several executions each.
 * @throws NeedsRowReader if a row cannot be used; DuckDB's error if it cannot parse the file.
 */
export async function readCounts(
  session: DuckDbSession,
  table: CountedTable,
  meaning: RowMeaning,
): Promise<CountedFile & { readonly records: number }> {
  const panel = new PanelAccumulator();
  const collector = new CountCollector(panel, meaning, table.isUuidDerived);
  for await (const chunk of session.chunks(countQuery(table, meaning.dates))) collector.addChunk(chunk);
  collector.finish();
  const { rows, records, unparsableCounts, neitherTexts } = collector;
  return { panel, rows, records, unparsableCounts, neitherTexts };
}
