import { DqsError, parseDay } from '@dqs/core';
import type { Explanation } from '@dqs/pipelines';
import { keptForecast, type KeptForecast } from '@dqs/runtime';
import * as z from 'zod';

import { route, type Call } from '../routes/route.js';
import { served } from '../services.js';

/** So far may an explanation lie from what was issued, percentage points: what is shown with one decimal is the same. */
const SAME_POINTS = 0.05;

const PART = z.strictObject({
  name: z.string(),
  meaning: z.string(),
  value: z.union([z.number(), z.string()]).nullable(),
  points: z.number(),
});

const SUM = z.strictObject({
  base: z.number().describe('Where every forecast of the model starts'),
  parts: z.array(PART).describe('Greatest effect first; with the base they add up to the number'),
});

const EXPLAINED = z.strictObject({
  forecast: z.string(),
  version: z.string().describe('The version that issued it, and that explains it'),
  /** What was not explained has its reasons in the results alone. */
  unexplained: z.string().nullable().describe('Why there is no explanation; null where there is one'),
  expected: SUM.nullable().describe('The expected pass percentage'),
  odds: SUM.nullable().describe('The odds of missing the target in percent, where the model tells levels apart'),
  difference: z
    .number()
    .nullable()
    .describe('Expected pass percentage by the results as they are now, minus the issued one, percentage points'),
});

type Explained = z.infer<typeof EXPLAINED>;

const REPLAYED = z.strictObject({
  forecast: z.string(),
  version: z.string(),
  is_equal: z.boolean().describe('Whether every bit came out the same'),
  differences: z.array(
    z.strictObject({
      field: z.string(),
      kept: z.union([z.number(), z.string()]).nullable(),
      replayed: z.union([z.number(), z.string()]).nullable(),
    }),
  ),
});

const common = { tag: 'ledger', action: 'forecast', params: z.strictObject({ id: z.string().max(100) }) } as const;

/** What made a forecast what it is, and whether it comes out again. */
export const EXPLANATION_ROUTES = [
  route({
    ...common,
    method: 'GET',
    path: '/api/v1/ledger/{id}/explanation',
    id: 'explainForecast',
    summary: 'What the features of its version make of a forecast that was issued',
    description: `Only where the same version still makes the same forecast of the results as they are now, within ${SAME_POINTS} points.`,
    answers: { 200: { description: 'The explanation, or why there is none', schema: EXPLAINED } },
    examples: [{ summary: 'one', params: { id: '{forecast}' } }],
    handle: async (call) => ({ body: await explained(call, await ownForecast(call)) }),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/api/v1/ledger/{id}/replay',
    id: 'replayForecast',
    summary: 'Make a forecast again, from the deliveries of its time and the version that made it',
    description: 'Nothing is kept. Everything is compared bit by bit: numbers, flags and the distribution.',
    answers: { 200: { description: 'Whether it came out the same, and what did not', schema: REPLAYED } },
    examples: [{ summary: 'one', params: { id: '{forecast}' } }],
    handle: async (call) => {
      const replay = served(call.services.replay, 'a store of deliveries');
      const kept = await ownForecast(call);
      const differences = await oneAfterAnother(() => replay(kept));
      const { forecastId: forecast, model, modelVersion } = kept.row;
      const version = `${model}@${modelVersion}`;
      return { body: { forecast, version, is_equal: differences.length === 0, differences } };
    },
  }),
];

type Asked = Pick<Call<{ id: string }>, 'params' | 'services' | 'principal'>;

/** A forecast of another tenant is not there. */
async function ownForecast({ params: { id }, services, principal }: Asked): Promise<KeptForecast> {
  const kept = await keptForecast(served(services.ledger, 'a ledger'), id, undefined, principal.tenants);
  if (kept !== undefined) return kept;
  throw new DqsError('forecast-unknown', `expected the id of a forecast in the ledger, got ${JSON.stringify(id)}`);
}

async function explained({ services }: Asked, { row }: KeptForecast): Promise<Explained> {
  const { forecastId: forecast, model, modelVersion } = row;
  const answer = { forecast, version: `${model}@${modelVersion}`, expected: null, odds: null, difference: null };
  if (row.arm === 'naive') return { ...answer, unexplained: 'a naive forecast is what its name says' };
  let found: Explanation;
  try {
    const one = await services.models.get(model, modelVersion);
    found = one.explain({
      ...{ tenantId: row.tenantId, datasetUuid: row.datasetUuid, ruleCode: row.ruleCode },
      ...{ day: parseDay(row.businessDate)!, asOf: parseDay(row.asOfDate)! },
    });
  } catch (error) {
    if (!DqsError.is(error)) throw error;
    return { ...answer, unexplained: unexplainedBy(error) };
  }
  const difference = found.forecast.expectedPassPercentage - row.expectedPassPercentage;
  if (Math.abs(difference) > SAME_POINTS) {
    return {
      ...answer,
      difference,
      unexplained: 'results that came later change it: the version would say another thing now',
    };
  }
  const expected = { base: found.base.percentage, parts: found.contributions.map(partOf) };
  return {
    ...answer,
    unexplained: null,
    difference,
    expected,
    odds: found.odds?.target === row.targetPercentage ? oddsOf(found.odds) : null,
  };
}

function unexplainedBy({ code }: DqsError): string {
  if (code === 'model-backend-unsupported') return 'its model does not tell what its features contribute';
  if (code === 'version-unknown' || code === 'not-served') return 'the version that issued it is not there any more';
  return 'its series is not among those that the version forecasts';
}

function oddsOf({ base, history, contributions }: NonNullable<Explanation['odds']>): z.infer<typeof SUM> {
  const rest = {
    name: 'history',
    meaning: 'all other experts: the history of the series',
    value: null,
    points: history,
  };
  return { base, parts: [...contributions, rest].map(partOf).sort((a, b) => Math.abs(b.points) - Math.abs(a.points)) };
}

function partOf({ name, meaning, value, points }: z.infer<typeof PART>): z.infer<typeof PART> {
  return { name, meaning, value, points };
}

let last: Promise<unknown> = Promise.resolve();

/** A replay reads all deliveries of its time: one at a time, so that many who ask do not take the memory of the server. */
function oneAfterAnother<T>(work: () => Promise<T>): Promise<T> {
  const own = last.then(work, work);
  last = own.catch(() => undefined);
  return own;
}
