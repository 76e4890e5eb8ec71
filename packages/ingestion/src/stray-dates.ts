import { endOfKey, formatDay, panelDayRange, type DailyPanel, type Logger } from '@dqs/core';

/** Dates at the end of a history that are far later than all the others, most likely by mistake. */
export interface StrayDates {
  /** First and last of them, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /** Rows with those dates. */
  readonly rows: number;
  /** The latest date before them. */
  readonly before: string;
}

/** Longest plausible pause of a log, in days. */
const LONGEST_PAUSE_DAYS = 366;
/** Maximum number of stray dates; each requires a pass over all keys. */
const MOST_DATES = 3;

/** The stray dates of a panel; undefined if its last dates follow each other normally. */
export function strayDates(panel: DailyPanel): StrayDates | undefined {
  const range = panelDayRange(panel);
  if (range === undefined) return undefined;
  let from = range.last;
  for (let dates = 1; dates <= MOST_DATES; dates += 1) {
    const before = latestBefore(panel, from);
    if (before === undefined) return undefined;
    if (from - before > LONGEST_PAUSE_DAYS) {
      const rows = rowsFrom(panel, from);
      const isFew = 2 * rows < rowsFrom(panel, range.first);
      return isFew ? { from: formatDay(from), to: formatDay(range.last), rows, before: formatDay(before) } : undefined;
    }
    from = before;
  }
  return undefined;
}

/** Warns of stray dates: forecasts and windows start from the latest date, so a single one spoils all of them. */
export function warnOfStrayDates(stray: StrayDates | undefined, logger: Logger): void {
  if (stray === undefined) return;
  const { from, to, rows, before } = stray;
  const dated = `${rows} ${rows === 1 ? 'row is' : 'rows are'} dated ${from === to ? from : `${from} to ${to}`}`;
  logger.warn(
    { stray },
    `${dated}, long after the previous latest date, ${before}; if that is a mistake, leave out later rows with ` +
      `--max-date ${before}`,
  );
}

/** Cells are sorted: for each key only those from the day on and the one before are examined. */
function latestBefore({ cells: { key, day } }: DailyPanel, from: number): number | undefined {
  let latest: number | undefined;
  for (let start = 0, end = 0; start < day.length; start = end) {
    end = endOfKey(key, start);
    let at = end - 1;
    while (at >= start && day[at]! >= from) at -= 1;
    if (at >= start && (latest === undefined || day[at]! > latest)) latest = day[at]!;
  }
  return latest;
}

function rowsFrom({ cells }: DailyPanel, first: number): number {
  const { day, passes, fails, errors } = cells;
  let rows = 0;
  for (let i = 0; i < day.length; i += 1) if (day[i]! >= first) rows += passes[i]! + fails[i]! + errors[i]!;
  return rows;
}
