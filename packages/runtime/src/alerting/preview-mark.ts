import { markEffect, type FeedbackMark, type MarkEffect, type SeriesFacts } from '@dqs/alerting';
import { DqsError, MS_PER_DAY } from '@dqs/core';
import { factId, saidTo, seriesTicks } from '@dqs/pipelines';

import type { PageView } from '../pages/page-view.js';

/** Days that a mark is tried on. */
export const PREVIEWED_DAYS = 90;

/**
 * What the warnings of a series would have been in the last 90 days with a mark, before it is made.
 *
 * @param view of whoever asks: series of others are not there.
 * @throws DqsError `series-unknown`.
 */
export async function previewMark(view: PageView, series: string, mark: FeedbackMark): Promise<MarkEffect> {
  const { tick, opened, ledger, alerting, at } = view;
  const known = tick.facts.series.find(({ id }) => id === series);
  if (known === undefined) {
    throw new DqsError('series-unknown', `expected the id of a series, got ${JSON.stringify(series)}`);
  }
  const to = Math.floor(at / MS_PER_DAY);
  const ticks = await seriesTicks({
    ...{ ledger, series: staticFacts(known), number: await numberOf(view, known), earned: known.earned },
    said: await saidTo(alerting, opened.policy.name),
    ...{ from: to - PREVIEWED_DAYS + 1, to, until: at },
  });
  return markEffect(opened.policy, ticks, mark);
}

function staticFacts({ id, labels, target, importance }: SeriesFacts) {
  return { id, labels, target, importance };
}

async function numberOf({ ledger }: PageView, { id, labels }: SeriesFacts): Promise<number> {
  const all = await ledger.series(labels.tenant === undefined ? undefined : [labels.tenant]);
  return all.find((one) => factId(one) === id)!.number;
}
