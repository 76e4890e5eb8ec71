import { PanelBuilder, panelDayRange, type DailyPanel } from '@dqs/core';

/**
 * A history brought up to date: the known days before the first day of the fresher panel, then the fresher panel alone.
 * A day that both hold is never counted twice.
 */
export function withFresher(known: DailyPanel, fresher: DailyPanel): DailyPanel {
  const first = panelDayRange(fresher)?.first;
  if (first === undefined) return known;
  const builder = new PanelBuilder();
  // Levels have no day: those of the known panel still tell which level is usual.
  builder.addPanel(known, (day) => day < first);
  builder.addPanel(fresher);
  return builder.build();
}
