import type { DailyPanel } from './daily-panel.js';
import { PanelBuilder } from './panel-builder.js';

/** A panel without rows: the neutral element of {@link mergePanels}. */
export const EMPTY_PANEL: DailyPanel = new PanelBuilder().build();

/**
 * The panel of all rows of the given panels. Commutative and associative; with disjoint parts of a log it equals the
 * panel of the whole log. Rows present in two panels are counted twice: detecting duplicate files is up to the reader.
 */
export function mergePanels(...panels: readonly DailyPanel[]): DailyPanel {
  const filled = panels.filter((panel) => panel.keys.length > 0);
  if (filled.length === 0) return EMPTY_PANEL;
  if (filled.length === 1) return filled[0]!;
  const builder = new PanelBuilder();
  for (const panel of filled) builder.addPanel(panel);
  return builder.build();
}
