import {
  compareText,
  DqsError,
  mostFrequentLevels,
  panelDayRange,
  type DailyPanel,
  type RuleCatalogue,
} from '@dqs/core';

import type { FailedAttribute, Summary, SummaryRow } from './summary.js';
import { tallyKeys } from './tally.js';
import { DEFAULT_EPSILON, TREND_FLAGS, trendOf, type SummaryProfile } from './trend.js';
import { checkWindows, DEFAULT_WINDOWS, type SummaryWindow } from './windows.js';

/** Options of {@link summarize}. */
export interface SummaryOptions {
  /**
   * Two windows or more, ascending.
   * @default 30, 90 and 365 days back, named `1m`, `3m` and `12m`
   */
  readonly windows?: readonly SummaryWindow[];
  /**
   * A difference of fail rates of at most this much is no trend; 0 to 1.
   * @default 0.05
   */
  readonly epsilon?: number;
  /**
   * How a trend is written.
   * @default 'compat'
   */
  readonly profile?: SummaryProfile;
}

/**
 * Summarises a panel: one row for every key, sorted by key, joined with the metadata of its rule. Keys with an unknown
 * rule code keep their row.
 *
 * @param rules metadata by rule code; may be empty.
 * @throws DqsError `invalid-argument` if an option is outside its range.
 *
 * @example
 * const summary = summarize(panel, rules);
 * for (const row of summary.rows) console.log(summarySentence(row, summary));
 */
export function summarize(panel: DailyPanel, rules: RuleCatalogue, options: SummaryOptions = {}): Summary {
  const { windows = DEFAULT_WINDOWS, epsilon = DEFAULT_EPSILON, profile = 'compat' } = options;
  checkWindows(windows);
  checkEpsilon(epsilon);
  checkProfile(profile);
  const levels = mostFrequentLevels(panel);
  const attributes = failedAttributesByKey(panel);
  const rows = tallyKeys(panel, windows).map((tally, index): SummaryRow => {
    const key = panel.keys[index]!;
    const [recent, earlier] = tally.windows;
    return {
      key,
      rule: rules.get(key.ruleCode),
      ...tally,
      trend: trendOf(recent!.failRate, earlier!.failRate, epsilon),
      level: levels[index]!,
      failedAttributes: attributes[index]!,
    };
  });
  const unknown = new Set(rows.filter(({ rule }) => !rule).map(({ key }) => key.ruleCode));
  return {
    latestDay: panelDayRange(panel)?.last,
    windows,
    profile,
    rows,
    unknownRuleCodes: [...unknown].sort(compareText),
  };
}

function failedAttributesByKey(panel: DailyPanel): FailedAttribute[][] {
  const byKey: FailedAttribute[][] = panel.keys.map(() => []);
  const { key, text, count } = panel.failedAttributes;
  text.forEach((name, i) => byKey[key[i]!]!.push({ name, fails: count[i]! }));
  // The sort is stable and names come in ascending order, so ties keep that order.
  for (const attributes of byKey) attributes.sort((a, b) => b.fails - a.fails);
  return byKey;
}

function checkEpsilon(epsilon: number): void {
  if (epsilon >= 0 && epsilon <= 1) return;
  throw new DqsError(
    'invalid-argument',
    `expected epsilon, a difference of fail rates, between 0 and 1, got ${epsilon}`,
  );
}

function checkProfile(profile: string): void {
  if (Object.hasOwn(TREND_FLAGS, profile)) return;
  const known = Object.keys(TREND_FLAGS).join(' or ');
  throw new DqsError('invalid-argument', `expected the summary profile ${known}, got "${profile}"`);
}
