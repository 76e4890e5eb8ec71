import { mergePanels, PanelBuilder, panelDayRange, type DailyPanel } from '@dqs/core';

/**
 * A history brought up to date: the known days before the first day of the fresher panel, then the fresher panel alone.
 * A day that both hold is never counted twice.
 */
export function withFresher(known: DailyPanel, fresher: DailyPanel): DailyPanel {
  const first = panelDayRange(fresher)?.first;
  return first === undefined ? known : mergePanels(before(known, first), fresher);
}

/** The days of a panel before `day`. Levels are kept as they are: they have no day and only tell which is usual. */
function before(panel: DailyPanel, day: number): DailyPanel {
  const { cells, keys, levels } = panel;
  const builder = new PanelBuilder();
  for (let row = 0; row < cells.key.length; row += 1) {
    if (cells.day[row]! >= day) continue;
    builder.addCounts(keys[cells.key[row]!]!, cells.day[row]!, {
      passes: cells.passes[row]!,
      fails: cells.fails[row]!,
      errors: cells.errors[row]!,
      recordCount: cells.recordCount[row]!,
      filteredCount: cells.filteredCount[row]!,
    });
  }
  levels.text.forEach((text, i) => builder.addLevel(keys[levels.key[i]!]!, text, levels.count[i]!));
  return builder.build();
}
