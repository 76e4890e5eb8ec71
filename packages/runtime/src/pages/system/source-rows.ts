import { usualLag } from '@dqs/alerting';
import { MS_PER_MINUTE } from '@dqs/core';
import { isDelivered } from '@dqs/ingestion';
import { sourceHistory } from '@dqs/pipelines';

import { openDeliveries } from '../../history/open-deliveries.js';
import type { PageView } from '../page-view.js';
import { arrivalRows, type ArrivalRow } from '../today-page.js';

/** Days of lateness that are shown. */
const HISTORY_DAYS = 30;

/** A source: how its day stands, and how it has delivered. Survives JSON. */
export interface SourceRow extends ArrivalRow {
  /** Minutes from the start of each business day, UTC, to the last part of its results; null without any. The oldest first. */
  readonly lags: readonly (number | null)[];
  /** The business day of the last of {@link SourceRow.lags}. */
  readonly lagsTo: number;
  /** Minutes after the start of a day by which it is usually there, and on 95 and 99 of 100 days. */
  readonly usualLag: number | null;
  readonly lag95: number | null;
  readonly lag99: number | null;
  /** Deliveries of the last 30 days that replaced results; null for those who do not see every tenant. */
  readonly corrections: number | null;
}

/** The sources of a view. */
export async function sourceRows(view: PageView): Promise<readonly SourceRow[]> {
  const { tick, scope, sources, at } = view;
  const { day } = tick.facts;
  const deliveries = await openDeliveries(sources.settings);
  const entries = (await deliveries.entries({ knownAt: at })).filter(isDelivered);
  const history = sourceHistory(entries, day - HISTORY_DAYS + 1, day);
  const facts = new Map(tick.facts.sources.map((one) => [one.source, one]));
  return arrivalRows(view).map((row) => {
    const { lags = [], corrections = 0 } = history.get(row.source) ?? {};
    const source = facts.get(row.source);
    const lagOf = (share: number) => (source ? minutes(usualLag(source, share)) : null);
    return {
      ...row,
      ...{ lags: lags.map(minutes), lagsTo: day },
      ...{ usualLag: lagOf(0.5), lag95: lagOf(0.95), lag99: lagOf(0.99) },
      corrections: scope.tenants === undefined ? corrections : null,
    };
  });
}

function minutes(lag: number | null | undefined): number | null {
  return lag === null || lag === undefined ? null : Math.round(lag / MS_PER_MINUTE);
}
