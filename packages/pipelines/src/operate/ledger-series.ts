import { mostFrequentLevels, type DailyPanel } from '@dqs/core';
import type { LedgerSeries } from '@dqs/ledger';

/** The series of a panel in the ledger's words, one for each of its keys. */
export function ledgerSeries(panel: DailyPanel): LedgerSeries[] {
  const levels = mostFrequentLevels(panel);
  return panel.keys.map(({ source, tenantId, datasetUuid, datasetName, ruleCode }, i) => {
    return { tenantId, datasetUuid, datasetName, ruleCode, level: levels[i]!, source };
  });
}
