import { freshenPanel, panelDayRange, type DailyPanel } from '@dqs/core';

/** A model with the history in its bundle. */
interface WithHistory {
  readonly bundle: { history(): DailyPanel };
}

/**
 * The history to compare models on: of those in the bundles the one that goes on for longest, brought up to date by what
 * was given.
 *
 * @param given undefined where no input was given.
 */
export function judgedHistory(models: readonly WithHistory[], given: DailyPanel | undefined): DailyPanel {
  const [known] = models.map(({ bundle }) => bundle.history()).sort((a, b) => lastDay(b) - lastDay(a));
  return given === undefined ? known! : freshenPanel(known!, given);
}

function lastDay(panel: DailyPanel): number {
  return panelDayRange(panel)?.last ?? Number.NEGATIVE_INFINITY;
}
