import { median, panelDayRange, type DailyPanel, type PanelCells } from '@dqs/core';

import { NO_OUTCOMES, addOutcomes, withFailRate, type OutcomeCounts, type OutcomeRate } from './outcome-counts.js';
import type { SummaryWindow } from './windows.js';

/** What the cells of one key add up to. */
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
  return keys.map((_, key) => {
    let end = start;
    while (end < cells.key.length && cells.key[end] === key) end += 1;
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
    usualGapDays: usualGap(cells.day.subarray(start, end)),
  };
}

function firstCellSince(day: Int32Array, start: number, end: number, firstDay: number): number {
  let cell = end;
  while (cell > start && day[cell - 1]! >= firstDay) cell -= 1;
  return cell;
}

function sumCells(cells: PanelCells, start: number, end: number): OutcomeCounts {
  let [passes, fails, errors] = [0, 0, 0];
  for (let cell = start; cell < end; cell += 1) {
    passes += cells.passes[cell]!;
    fails += cells.fails[cell]!;
    errors += cells.errors[cell]!;
  }
  return { passes, fails, errors };
}

function usualGap(days: Int32Array): number | undefined {
  if (days.length < 2) return undefined;
  const gaps = days.subarray(1).map((day, i) => day - days[i]!);
  // No gap is below 1, so where more than half are 1 so is the median: the usual case, without sorting.
  const ones = gaps.reduce((sum, gap) => sum + (gap === 1 ? 1 : 0), 0);
  return ones > gaps.length / 2 ? 1 : median(gaps);
}

function present(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
