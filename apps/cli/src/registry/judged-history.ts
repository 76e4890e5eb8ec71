import { panelDayRange, type DailyPanel } from '@dqs/core';

import { withFresher } from '../fresher-history.js';
import type { OpenedModel } from '../open-model.js';

/**
 * The history to compare models on: of those in the bundles the one that goes on for longest, brought up to date by what
 * the command was given.
 *
 * @param given undefined where the command was given no input.
 */
export function judgedHistory(models: readonly OpenedModel[], given: DailyPanel | undefined): DailyPanel {
  const [known] = models.map(({ bundle }) => bundle.history()).sort((a, b) => lastDay(b) - lastDay(a));
  return given === undefined ? known! : withFresher(known!, given);
}

function lastDay(panel: DailyPanel): number {
  return panelDayRange(panel)?.last ?? Number.NEGATIVE_INFINITY;
}
