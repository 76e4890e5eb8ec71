import { formatDay } from '@dqs/core';

import type { SummaryLayout } from './columns.js';
import { formatPercent } from './python-format.js';
import type { Summary, SummaryRow } from './summary.js';
import { TREND_FLAGS } from './trend.js';
import { windowLabel } from './windows.js';

/**
 * A row in one sentence, without an end of line:
 *
 * `• On 2021-05-14, dataset "China" (source: JHU, tenant: INTL, UUID: 368a) under rule "ROW_COUNT" [101] recorded 2
 * failures and 8 passes overall (fail-rate 20.00%; 1-month 20.00%, 3-month 20.00%, 12-month 20.00%) — trend equal.`
 *
 * A line break inside a name becomes a space, so that a sentence is always one line.
 */
export function summarySentence(row: SummaryRow, { windows, profile }: SummaryLayout): string {
  const { source, tenantId, datasetUuid, datasetName, ruleCode } = row.key;
  const rates = row.windows.map(({ failRate }, i) => `${windowLabel(windows[i]!.name)} ${formatPercent(failRate)}`);
  const sentence =
    `• On ${formatDay(row.latestDay)}, dataset "${datasetName}" ` +
    `(source: ${source}, tenant: ${tenantId}, UUID: ${datasetUuid}) ` +
    `under rule "${row.rule?.ruleName ?? ''}" [${ruleCode}] ` +
    `recorded ${row.total.fails} failures and ${row.total.passes} passes overall ` +
    `(fail-rate ${formatPercent(row.total.failRate)}; ${rates.join(', ')}) ` +
    `— trend ${TREND_FLAGS[profile][row.trend]}.`;
  return sentence.replace(LINE_BREAK, ' ');
}

/** Every row's sentence, each with `\n` at its end, in the order of the rows. */
export function* sentenceLines(summary: Summary): Generator<string> {
  for (const row of summary.rows) yield `${summarySentence(row, summary)}\n`;
}

/** Everything that Python's `splitlines` and Unicode line breaking treat as the end of a line. */
const LINE_BREAK = /\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/g;
