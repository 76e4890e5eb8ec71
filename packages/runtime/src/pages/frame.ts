import { graver, isActive } from '@dqs/alerting';

import type { PageView } from './page-view.js';

/** What stands around every page. Survives JSON. */
export interface PageFrame {
  readonly organization: string | null;
  readonly knownAt: number;
  readonly isNow: boolean;
  readonly timeZone: string;
  /** Open incidents that need a person. */
  readonly incidents: number;
  /** Alerts about the system itself that fire. */
  readonly system: number;
  /** When alerting last decided; null before. */
  readonly decidedAt: number | null;
  /** Owners and sources that a page can be narrowed down to. */
  readonly owners: readonly string[];
  readonly sources: readonly string[];
  readonly series: number;
}

/** What stands around every page, of a view that is narrowed down to nobody. */
export function pageFrame({ tick, state, opened, at, isNow, sources }: PageView): PageFrame {
  const needy = state.incidents.filter(
    (one) => one.state !== 'resolved' && one.told.length > 0 && graver(one.severity, 'warning') === one.severity,
  );
  const named = (values: readonly (string | undefined)[]) =>
    [...new Set(values.filter((value) => value !== undefined))].sort();
  return {
    organization: sources.settings.organization ?? null,
    ...{ knownAt: at, isNow, timeZone: opened.policy.timezone },
    incidents: needy.length,
    system: state.alerts.filter((one) => one.level === 'system' && isActive(one)).length,
    decidedAt: state.at,
    owners: named(tick.facts.series.map(({ labels }) => labels.owner)),
    sources: named(tick.facts.series.map(({ labels }) => labels.source)),
    series: tick.facts.series.length,
  };
}
