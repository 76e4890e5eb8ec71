import { DqsError, formatDay } from '@dqs/core';

import type { Summary } from '../summary.js';
import { cellCount, cellText } from './markdown.js';
import {
  moversTable,
  propertyTable,
  silentTable,
  totalsTable,
  worstDatasetsTable,
  worstRulesTable,
} from './sections.js';

/** Options of {@link digestMarkdown}. */
export interface DigestOptions {
  /**
   * Lines in each list of worst, biggest and longest; a whole number, 1 or more.
   * @default 10
   */
  readonly top?: number;
}

/**
 * A short Markdown digest of a summary, for a person or the prompt of a language model: totals, worst rules and
 * datasets, biggest movers, rules that stopped reporting, and the figures by category and dimension. Texts from the
 * input are escaped and appear only in table cells. The same summary gives the same bytes.
 *
 * @throws DqsError `invalid-argument` if `top` is not a whole number of 1 or more.
 */
export function digestMarkdown(summary: Summary, options: DigestOptions = {}): string {
  const { top = 10 } = options;
  if (!Number.isSafeInteger(top) || top < 1) {
    throw new DqsError(
      'invalid-argument',
      `expected top, the number of lines per list, as a whole number from 1, got ${top}`,
    );
  }
  const period = `last ${summary.windows[0]!.days} days`;
  const sections: [string, string[]][] = [
    ['Totals', totalsTable(summary)],
    [`Worst rules, ${period}`, worstRulesTable(summary, top)],
    [`Worst datasets, ${period}`, worstDatasetsTable(summary, top)],
    ['Biggest movers: getting worse', moversTable(summary, 'up', top)],
    ['Biggest movers: getting better', moversTable(summary, 'down', top)],
    ['Stopped reporting', silentTable(summary, top)],
    [`By category, ${period}`, propertyTable(summary, 'category', ({ rule }) => rule?.category ?? '')],
    [`By dimension, ${period}`, propertyTable(summary, 'dimension', ({ rule }) => rule?.dimension ?? '')],
    ['Rules without metadata', unknownRules(summary, top)],
  ];
  const body = sections.flatMap(([title, lines]) => ['', `## ${title}`, '', ...lines]);
  return [`# Data quality digest`, '', scope(summary), ...body, ''].join('\n');
}

function scope({ rows, latestDay }: Summary): string {
  if (latestDay === undefined) return 'No results.';
  const datasets = new Set(rows.map(({ key }) => key.datasetUuid)).size;
  const rules = new Set(rows.map(({ key }) => key.ruleCode)).size;
  const counts = `${cellCount(datasets)} datasets, ${cellCount(rules)} rules, ${cellCount(rows.length)} rows`;
  return `Results up to ${formatDay(latestDay)}: ${counts} of dataset and rule.`;
}

function unknownRules({ unknownRuleCodes: codes }: Summary, top: number): string[] {
  if (codes.length === 0) return ['None.'];
  const shown = codes.slice(0, top).map(cellText).join(', ');
  return [codes.length > top ? `${shown} … and ${cellCount(codes.length - top)} more.` : `${shown}.`];
}
