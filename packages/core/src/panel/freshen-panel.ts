import { panelDayRange, type DailyPanel } from './daily-panel.js';
import { PanelBuilder } from './panel-builder.js';

/**
 * A history brought up to date: the known days before the first day of the fresher panel, then the fresher panel alone.
 * A day that both hold is never counted twice.
 */
export function freshenPanel(known: DailyPanel, fresher: DailyPanel): DailyPanel {
  const first = panelDayRange(fresher)?.first;
  if (first === undefined) return known;
  const builder = new PanelBuilder();
  // Levels have no day: those of the known panel still tell which level is usual.
  builder.addPanel(known, (day) => day < first);
  builder.addPanel(fresher);
  return builder.build();
}
