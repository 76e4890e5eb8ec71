import { PanelBuilder, panelDayRange, type DailyPanel } from '@dqs/core';

/**
 * The days of a panel up to a given one; the panel itself if there are no later ones. Levels and attributes have no
 * day.
 */
export function panelUpTo(panel: DailyPanel, maxDay: number): DailyPanel {
  const range = panelDayRange(panel);
  if (range === undefined || range.last <= maxDay) return panel;
  const builder = new PanelBuilder();
  builder.addPanel(panel, (day) => day <= maxDay);
  return builder.build();
}

/** The executions that a panel counts. */
export function executionsOf({ cells }: DailyPanel): number {
  let sum = 0;
  for (const counts of [cells.passes, cells.fails, cells.errors]) for (const count of counts) sum += count;
  return sum;
}
