import type { SeriesFacts } from '@dqs/alerting';
import { DqsError } from '@dqs/core';

import type { PageView } from '../page-view.js';

/** What a view knows of a series. @throws DqsError `series-unknown` for one that is not in it, of another tenant or of nobody. */
export function factsOf({ tick }: PageView, id: string): SeriesFacts {
  const found = tick.facts.series.find((one) => one.id === id);
  if (found) return found;
  throw new DqsError(
    'series-unknown',
    `expected a series that had a result or a forecast in the last five weeks, got ${JSON.stringify(id)}; /series.json lists them`,
  );
}
