import { endOfKey, panelDayRange, type DailyPanel, type PanelCells } from '@dqs/core';
import { median } from '@dqs/core/stats';

import { NO_OUTCOMES, addOutcomes, withFailRate, type OutcomeCounts, type OutcomeRate } from './outcome-counts.js';
import type { SummaryWindow } from './windows.js';

/** The sums over the cells of one key. */
export interface KeyTally {
  readonly latestDay: number;
  readonly recordCount: number | undefined;
  readonly filteredCount: number | undefined;
  readonly total: OutcomeRate;
  readonly windows: readonly OutcomeRate[];
  readonly usualGapDays: number | undefined;
}

/** Adds up the cells of each key; one tally per key of the panel, in its order. */
export function tallyKeys(panel: DailyPanel, windows: readonly SummaryWindow[]): KeyTally[] {
  const { cells, keys } = panel;
  const latest = panelDayRange(panel)?.last ?? 0;
  const firstDays = windows.map(({ days }) => latest - days);
  let start = 0;
  return keys.map(() => {
    const end = endOfKey(cells.key, start);
    const tally = tallyRange(cells, start, end, firstDays);
    start = end;
    return tally;
  });
}

/** Cells of a key come in ascending days, so its last cell is its latest and a window is a tail of the range. */
function tallyRange(cells: PanelCells, start: number, end: number, firstDays: readonly number[]): KeyTally {
  const windows: OutcomeRate[] = [];
  let counts = NO_OUTCOMES;
  let cell = end;
  for (const firstDay of [...firstDays, Number.NEGATIVE_INFINITY]) {
    const from = firstCellSince(cells.day, start, cell, firstDay);
    counts = addOutcomes(counts, sumCells(cells, from, cell));
    windows.push(withFailRate(counts));
    cell = from;
  }
  return {
    latestDay: cells.day[end - 1]!,
    recordCount: present(cells.recordCount[end - 1]!),
    filteredCount: present(cells.filteredCount[end - 1]!),
    total: windows.pop()!,
    windows,
    usualGapDays: usualGap(cells.day, start, end),
  };
}

function firstCellSince(day: Int32Array, start: number, end: number, firstDay: number): number {
  let cell = end;
  while (cell > start && day[cell - 1]! >= firstDay) cell -= 1;
  return cell;
}

function sumCells({ passes, fails, errors }: PanelCells, start: number, end: number): OutcomeCounts {
  return {
    passes: sumBetween(passes, start, end),
    fails: sumBetween(fails, start, end),
    errors: sumBetween(errors, start, end),
  };
}

function sumBetween(counts: Int32Array, start: number, end: number): number {
  let sum = 0;
  for (let cell = start; cell < end; cell += 1) sum += counts[cell]!;
  return sum;
}

function usualGap(day: Int32Array, start: number, end: number): number | undefined {
  const gaps = end - start - 1;
  if (gaps < 1) return undefined;
  let ones = 0;
  for (let cell = start + 1; cell < end; cell += 1) if (day[cell] === day[cell - 1]! + 1) ones += 1;
  // No gap is below 1, so if more than half are 1, so is the median: the usual case, without sorting.
  if (ones > gaps / 2) return 1;
  return median(Float64Array.from({ length: gaps }, (_, i) => day[start + i + 1]! - day[start + i]!));
}

function present(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
