import { DqsError, forecastRecord, type ForecastRow } from '@dqs/core';
import type { Forecaster, SeriesDay } from '@dqs/pipelines';
import * as z from 'zod';

import { requestInvalid, type RequestProblem } from '../problems/problem.js';
import { route } from '../routes/route.js';
import { Together } from '../server/together.js';
import { FORECAST_FIELDS, pageOf } from './fields.js';
import { FORECAST_REQUEST, plainForecastRequest } from './forecast-request.js';

/** Bytes of a request of so many, with long names. */
const BODY_BYTES = 8 * 2 ** 20;
const MOST_PROBLEMS = 100;

const FORECAST = z.strictObject(FORECAST_FIELDS);

/** Forecasts that are made when they are asked for. */
export const FORECAST_ROUTES = [
  route({
    method: 'POST',
    path: '/api/v1/forecasts',
    id: 'makeForecasts',
    tag: 'forecasts',
    summary: 'Make forecasts now, from the results that are known',
    description: 'Nothing is kept. Row i answers request i; all are answered, or none.',
    action: 'forecast',
    bodyLimit: BODY_BYTES,
    body: FORECAST_REQUEST,
    readBody: plainForecastRequest,
    row: FORECAST,
    answers: { 200: { description: 'The forecasts', schema: pageOf(FORECAST) } },
    examples: [
      {
        summary: 'one series, one day',
        body: {
          forecasts: [{ tenant_id: 'acme', dataset_uuid: 'orders', rule_code: '101', business_date: '2026-05-01' }],
        },
      },
      {
        summary: 'a version that is named',
        body: {
          model: 'checks@1.0.0',
          forecasts: [
            { tenant_id: 'acme', dataset_uuid: 'orders', rule_code: '102', business_date: '2026-05-01' },
            {
              tenant_id: 'acme',
              dataset_uuid: 'orders',
              rule_code: '102',
              business_date: '2026-05-03',
              as_of_date: '2026-04-28',
            },
          ],
        },
      },
    ],
    handle: async ({ body, services, principal }) => {
      const { forecaster } = await services.models.get(...modelOf(body.model));
      const asked = body.forecasts.map((one) => ({
        tenantId: one.tenant_id,
        datasetUuid: one.dataset_uuid,
        ruleCode: one.rule_code,
        day: one.business_date,
        asOf: one.as_of_date,
        tenants: principal.tenants,
      }));
      const rows = await forecastsOf(forecaster, asked, (i) => `/forecasts/${i}`);
      services.metrics?.count('dqs_forecasts_made_total', rows.length);
      return { list: { rows: rows.map(forecastRecord), next: null } };
    },
  }),
];

/** Name and version of a reference, either of which may be missing. */
function modelOf(reference: string | undefined): [string?, string?] {
  if (reference === undefined) return [];
  const at = reference.indexOf('@');
  return at < 0 ? [reference] : [reference.slice(0, at), reference.slice(at + 1)];
}

/** Requests of so many forecasts are answered together with others; a longer one alone. */
const FEW = 50;
/** Requests that are answered together, so that none of them waits long. */
const MOST_TOGETHER = 100;
const TOGETHER = new WeakMap<Forecaster, Together<readonly SeriesDay[], () => ForecastRow[]>>();

/**
 * Forecasts of some series and days, all or none; made together with those of other requests, they are the same.
 *
 * @param pointer where in the request one of them was asked for.
 * @throws DqsError with the code of the first that cannot be answered, and in its details a problem for each that cannot.
 */
export async function forecastsOf(
  forecaster: Forecaster,
  asked: readonly SeriesDay[],
  pointer: (index: number) => string,
): Promise<ForecastRow[]> {
  try {
    if (asked.length > FEW) return forecaster.many(asked);
    for (const one of asked) forecaster.assertKnown(one);
    return (await togetherOf(forecaster).ask(asked))();
  } catch (error) {
    if (!DqsError.is(error)) throw error;
    const problems = asked.flatMap((one, i) => problemOf(forecaster, one, pointer(i))).slice(0, MOST_PROBLEMS);
    const details = { ...error.details, problems };
    if (error.code === 'invalid-argument') throw requestInvalid(problems);
    throw new DqsError(error.code, error.message, { details, cause: error });
  }
}

function togetherOf(forecaster: Forecaster): Together<readonly SeriesDay[], () => ForecastRow[]> {
  const known = TOGETHER.get(forecaster);
  if (known) return known;
  const together = new Together(
    (requests: readonly (readonly SeriesDay[])[]) => rowsOf(forecaster, requests),
    MOST_TOGETHER,
  );
  TOGETHER.set(forecaster, together);
  return together;
}

/** The forecasts of each request. Where they cannot be made together, each is made alone, so that nobody gets another's error. */
function rowsOf(forecaster: Forecaster, requests: readonly (readonly SeriesDay[])[]): (() => ForecastRow[])[] {
  try {
    const rows = forecaster.many(requests.flat());
    let end = 0;
    return requests.map(({ length }) => {
      const own = rows.slice(end, (end += length));
      return () => own;
    });
  } catch {
    return requests.map((asked) => () => forecaster.many(asked));
  }
}

function problemOf(forecaster: Forecaster, asked: SeriesDay, pointer: string): RequestProblem[] {
  try {
    forecaster.assertKnown(asked);
    return [];
  } catch (error) {
    if (!DqsError.is(error)) throw error;
    return [{ pointer, message: error.message, fix: fixOf(error) }];
  }
}

function fixOf({ code }: DqsError): string {
  if (code === 'series-unknown') return 'send a series of GET /api/v1/series';
  return code === 'tenant-ambiguous' ? 'send tenant_id' : 'send a day after the last results';
}
