import type { SeriesFacts } from '@dqs/alerting';
import { DqsError } from '@dqs/core';

import type { PageView } from '../page-view.js';

/** What a view knows of a series. @throws DqsError `series-unknown` for one that is not in it, of another tenant or of nobody. */
export function factsOf({ tick }: PageView, id: string): SeriesFacts {
  const found = factsById(tick.facts.series).get(id);
  if (found) return found;
  throw new DqsError(
    'series-unknown',
    `expected a series that had a result or a forecast in the last five weeks, got ${JSON.stringify(id)}; /series.json lists them`,
  );
}

/** Of a view's series, by their ids; made once of the same list. */
export function factsById(series: readonly SeriesFacts[]): ReadonlyMap<string, SeriesFacts> {
  let byId = BY_ID.get(series);
  if (!byId) BY_ID.set(series, (byId = new Map(series.map((one) => [one.id, one]))));
  return byId;
}

const BY_ID = new WeakMap<readonly SeriesFacts[], ReadonlyMap<string, SeriesFacts>>();
