import { DqsError, formatDay } from '@dqs/core';
import type { LedgerStore, NumberedSeries } from '@dqs/ledger';
import { factId } from '@dqs/pipelines';

import { requestInvalid } from '../problems/problem.js';
import { pointerOf } from '../problems/request-problems.js';
import type { Call } from '../routes/route.js';
import { served } from '../services.js';

type Asked = Pick<Call, 'services' | 'principal'>;

/** The series that somebody may see, by their ids. */
export async function ownSeries({ services, principal }: Asked): Promise<ReadonlyMap<string, NumberedSeries>> {
  const all = await served(services.ledger, 'a ledger').series(principal.tenants);
  return new Map(all.map((one) => [factId(one), one]));
}

/** A series by its id; one of another tenant is not there. @throws DqsError `series-unknown`. */
export function seriesOf(own: ReadonlyMap<string, NumberedSeries>, id: string): NumberedSeries {
  const found = own.get(id);
  if (found) return found;
  throw new DqsError(
    'series-unknown',
    `expected the id of a series, such as acme/orders/101, got ${JSON.stringify(id)}`,
  );
}

/** A day that is left out of grading, from when on and why. */
export interface LeftOut {
  readonly day: number;
  readonly at: number;
  readonly reason: string;
}

/**
 * What leaves a day of series out before its results are known: afterwards somebody could choose which misses count.
 *
 * @returns leaves it out, as part of a transaction if it is told one.
 * @throws DqsError `request-invalid` if a result of one of them has come; then none is left out.
 */
export async function leavingOut(
  { services, principal }: Asked,
  series: readonly NumberedSeries[],
  { day, at, reason }: LeftOut,
): Promise<(within: unknown) => Promise<void>> {
  const ledger: LedgerStore = served(services.ledger, 'a ledger');
  const known = await ledger.revisions({ from: day, to: day, series: Int32Array.from(series, ({ number }) => number) });
  const [first] = known.series;
  if (first !== undefined) {
    const which = factId(series.find(({ number }) => number === first)!);
    const message = `expected a day of which no result has come, got ${formatDay(day)}, which has one of ${which}`;
    throw invalidField('leave_out', message, 'send it before the result arrives, or leave it out');
  }
  const interventions = series.map(({ number }) => ({ series: number, day, at, by: principal.name, reason }));
  return async (within) => void (await ledger.intervene(interventions, within));
}

/** The error of a field of a body. */
export function invalidField(field: string, message: string, fix: string): DqsError {
  return requestInvalid([{ pointer: pointerOf('body', [field]), message, fix }]);
}
