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
export const NO_EXCLUSIONS: ExcludedDays = { incidents: new Map(), intervened: new Map() };

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
export function selectData(panel: DailyPanel, rules: DataRules, excluded: ExcludedDays = NO_EXCLUSIONS): SelectedData {
  const last = panelDayRange(panel)?.last;
  const first = last === undefined || rules.days === undefined ? -Infinity : last - rules.days + 1;
  const [incidents, intervened] = [rules.exclude.includes('incidents'), rules.exclude.includes('intervened')];
  const names = panel.keys.map(keyId);
  let left = 0;
  const builder = new PanelBuilder();
  builder.addPanel(panel, (day, key) => {
    if (day < first) return false;
    const isOut =
      (incidents && excluded.incidents.get(panel.keys[key]!.source)?.has(day) === true) ||
      (intervened && excluded.intervened.get(names[key]!)?.has(day) === true);
    if (isOut) left += 1;
    return !isOut;
  });
  const chosen = builder.build();
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
