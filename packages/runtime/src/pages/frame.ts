import { isActive, needsPerson } from '@dqs/alerting';
import { MS_PER_MINUTE } from '@dqs/core';

import { lastTick } from '../operation/system-record.js';
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
  /**
   * When somebody last looked at what has come, milliseconds since 1970: the data are that old, and a bar says so from
   * {@link STALE_MS} on. Null of a past time, and where nobody has looked.
   */
  readonly dataAt: number | null;
  /** Owners and sources that a page can be narrowed down to. */
  readonly owners: readonly string[];
  readonly sources: readonly string[];
  readonly series: number;
}

/** Age of data that pages warn of: an operation looks every minute. */
export const STALE_MS = 15 * MS_PER_MINUTE;

/** When somebody last looked at what has come; null of a past time. */
export async function dataTime({ isNow, state, sources }: PageView): Promise<number | null> {
  const { store } = sources.settings;
  if (!isNow) return null;
  const looked = store === undefined ? undefined : await lastTick(store);
  const latest = Math.max(looked ?? 0, state.at ?? 0);
  return latest === 0 ? null : latest;
}

/**
 * What stands around every page, of a view that is narrowed down to nobody.
 *
 * @param dataAt as {@link dataTime} tells it.
 */
export function pageFrame({ tick, state, opened, at, isNow, sources }: PageView, dataAt: number | null): PageFrame {
  const named = (values: readonly (string | undefined)[]) =>
    [...new Set(values.filter((value) => value !== undefined))].sort();
  return {
    organization: sources.settings.organization ?? null,
    ...{ knownAt: at, isNow, timeZone: opened.policy.timezone },
    incidents: state.incidents.filter(needsPerson).length,
    system: state.alerts.filter((one) => one.level === 'system' && isActive(one)).length,
    ...{ decidedAt: state.at, dataAt },
    owners: named(tick.facts.series.map(({ labels }) => labels.owner)),
    sources: named(tick.facts.series.map(({ labels }) => labels.source)),
    series: tick.facts.series.length,
  };
}
