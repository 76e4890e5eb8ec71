export { dataTime, pageFrame, STALE_MS, type PageFrame } from './frame.js';
export { PageViews, type PageView } from './page-view.js';
export { seriesRows, WATCH_ODDS, type SeriesRow, type SeriesState } from './series-rows.js';
export type { PageReader, PageScope, PageSources } from './sources.js';
export { pageTable, type Cell, type PageTable } from './table.js';
export {
  todayPage,
  todayTables,
  type ArrivalRow,
  type ChangedRow,
  type GradedRow,
  type LikelyRow,
  type NeedRow,
  type TodayPage,
} from './today-page.js';
export { searchPage, searchTables, type SearchPage } from './search/search-page.js';
export { FOUND_KINDS, type FoundKind, type FoundRow } from './search/found.js';
