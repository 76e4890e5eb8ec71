import { compareText, MS_PER_DAY } from '@dqs/core';

import type { PageView } from '../page-view.js';

/** How many pages somebody had, of those that they take. */
export interface BudgetRow {
  readonly owner: string;
  readonly used: number;
  readonly limit: number;
  readonly days: number;
  /** Incidents that went to a digest instead, which still waits. */
  readonly overflow: number;
}

/** The budgets of all who answer for something, as the first that names each counts. */
export function budgetRows({ opened: { policy }, state, tick, at }: PageView): readonly BudgetRow[] {
  if (policy.budgets.length === 0) return [];
  const owners = new Set<string>();
  for (const { labels } of tick.facts.series) if (labels.owner !== undefined) owners.add(labels.owner);
  for (const { owner } of state.pages) owners.add(owner);
  return [...owners].sort(compareText).flatMap((owner) => {
    const budget = policy.budgets.find((one) => one.matches(owner));
    if (budget === undefined) return [];
    const { count: limit, ms } = budget.pages;
    const used = state.pages.filter((one) => one.owner === owner && one.at > at - ms && one.at <= at).length;
    const over = state.digests.flatMap(({ entries }) =>
      entries.filter(({ why, owners: own }) => why === 'budget' && own.includes(owner)),
    );
    const overflow = new Set(over.map(({ incident }) => incident)).size;
    return [{ owner, used, limit, days: ms / MS_PER_DAY, overflow }];
  });
}
