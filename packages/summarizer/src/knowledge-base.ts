import { createHash } from 'node:crypto';

import type { SummaryKey } from '@dqs/core';

import { summaryColumns } from './columns.js';
import { summarySentence } from './sentence.js';
import type { Summary } from './summary.js';

/**
 * The identity of a key in a knowledge base: sha256, in hexadecimal, of the JSON array
 * `[source, tenant_id, dataset_uuid, dataset_name, rule_code]`. The same on every day and machine, so that a newer
 * summary replaces an older one.
 */
export function knowledgeId(key: SummaryKey): string {
  const parts = [key.source, key.tenantId, key.datasetUuid, key.datasetName, key.ruleCode];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * The summary as JSON lines for a retrieval knowledge base, one object a row, each with `\n` at its end: `id`,
 * `sentence`, the columns of the summary by name (counts and rates as numbers, a missing count as null),
 * `error_count` (executions that neither passed nor failed) and `failing_attributes`, a list of
 * `{attribute_name, fail_count}`, most failures first.
 */
export function* knowledgeBaseLines(summary: Summary): Generator<string> {
  const columns = summaryColumns(summary);
  for (const row of summary.rows) {
    const fields = columns.map(({ name, value }) => [name, value(row) ?? null]);
    const entry = {
      id: knowledgeId(row.key),
      sentence: summarySentence(row, summary),
      ...Object.fromEntries(fields),
      error_count: row.total.errors,
      failing_attributes: row.failedAttributes.map(({ name, fails }) => ({ attribute_name: name, fail_count: fails })),
    };
    yield `${JSON.stringify(entry)}\n`;
  }
}
