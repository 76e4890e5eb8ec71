import { encodePanel, formatDay, keyId, PanelBuilder, panelDayRange, type DailyPanel } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';

import type { DataRules } from '../policy/policy.js';

/** Days of series whose results say nothing of how the series behaves. */
export interface ExcludedDays {
  /** Days on which incidents of the data or its ingestion were open, by source; days since 1970-01-01. */
  readonly incidents: ReadonlyMap<string, ReadonlySet<number>>;
  /** Days of series that somebody intervened on after a warning, by `keyId`: the outcome is not that which was forecast. */
  readonly intervened: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Nothing is excluded. */
const NO_EXCLUSIONS: ExcludedDays = { incidents: new Map(), intervened: new Map() };

/** What a training learns from, so that it can be told later exactly what that was. */
export interface SelectedData {
  readonly panel: DailyPanel;
  /** sha256 of the panel's bytes. */
  readonly snapshot: string;
  /** `YYYY-MM-DD`; null if nothing is left. */
  readonly from: string | null;
  readonly to: string | null;
  /** Days with results. */
  readonly days: number;
  /** Cells, each a day of a series, that were left out. */
  readonly excluded: number;
}

/** The part of a panel that a policy lets a training learn from. */
export function selectData(panel: DailyPanel, rules: DataRules, excluded?: ExcludedDays): SelectedData {
  const { panel: chosen, left } = chosenCells(panel, rules, excluded);
  const range = panelDayRange(chosen);
  return {
    panel: chosen,
    snapshot: sha256(encodePanel(chosen)),
    from: range ? formatDay(range.first) : null,
    to: range ? formatDay(range.last) : null,
    days: new Set(chosen.cells.day).size,
    excluded: left,
  };
}

/** The panel of {@link selectData}, and how many cells were left out. */
export function chosenCells(panel: DailyPanel, rules: DataRules, excluded?: ExcludedDays) {
  const { first, isOut } = limitsOf(panel, rules, excluded);
  let left = 0;
  const builder = new PanelBuilder();
  builder.addPanel(panel, (day, key) => {
    if (day < first) return false;
    if (!isOut(day, key)) return true;
    left += 1;
    return false;
  });
  return { panel: builder.build(), left };
}

/** Days of {@link selectData}, without making its panel. */
export function daysToLearnFrom(panel: DailyPanel, rules: DataRules, excluded?: ExcludedDays): number {
  const { first, isOut } = limitsOf(panel, rules, excluded);
  const { day, key } = panel.cells;
  const days = new Set<number>();
  for (let row = 0; row < day.length; row += 1) {
    if (day[row]! >= first && !isOut(day[row]!, key[row]!)) days.add(day[row]!);
  }
  return days.size;
}

/** The first day, and which cells of it and later are left out all the same. */
function limitsOf(panel: DailyPanel, { days, exclude }: DataRules, excluded: ExcludedDays = NO_EXCLUSIONS) {
  const last = panelDayRange(panel)?.last;
  const incidents = exclude.includes('incidents') ? excluded.incidents : NO_EXCLUSIONS.incidents;
  const intervened = exclude.includes('intervened') ? excluded.intervened : NO_EXCLUSIONS.intervened;
  const byKey = panel.keys.map((key) => [incidents.get(key.source), intervened.get(keyId(key))]);
  return {
    first: last === undefined || days === undefined ? -Infinity : last - days + 1,
    isOut: (day: number, key: number) => byKey[key]!.some((out) => out?.has(day) === true),
  };
}
