import type { SeriesRow } from '../series-rows.js';

/** A series of the list: how it stands, and its skill of the last 28 days, which is null where nothing was graded. */
export interface ListedRow extends SeriesRow {
  readonly skill: number | null;
}
