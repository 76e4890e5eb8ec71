import { compareText } from '../text-order.js';
import type { SummaryKey } from './daily-panel.js';

/** Orders keys by their five parts in the order of {@link SummaryKey}, each by code point. */
export function compareKeys(a: SummaryKey, b: SummaryKey): number {
  return (
    compareText(a.source, b.source) ||
    compareText(a.tenantId, b.tenantId) ||
    compareText(a.datasetUuid, b.datasetUuid) ||
    compareText(a.datasetName, b.datasetName) ||
    compareText(a.ruleCode, b.ruleCode)
  );
}

/** A text that is equal for equal keys and for no others (parts are length-prefixed, so no separator can collide). */
export function keyId(key: SummaryKey): string {
  const { source, tenantId, datasetUuid, datasetName, ruleCode } = key;
  const head = `${source.length},${tenantId.length},${datasetUuid.length},${datasetName.length}`;
  return `${head}:${source}${tenantId}${datasetUuid}${datasetName}${ruleCode}`;
}
