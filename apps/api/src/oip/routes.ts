import { DQS_VERSION, parseDay } from '@dqs/core';
import type { SeriesDay } from '@dqs/pipelines';
import type { ServedModel } from '@dqs/runtime/serving';
import * as z from 'zod';

import { assertReady, type Readiness } from '../health/routes.js';
import { requestInvalid } from '../problems/problem.js';
import { route, type Call, type RouteDefinition } from '../routes/route.js';
import { forecastsOf } from '../v1/forecasts.js';
import { OUTPUT_METADATA, outputTensors } from './outputs.js';
import { INFER_REQUEST, INPUT_NAMES, inputTexts, type InferRequest } from './tensors.js';

const BODY_BYTES = 8 * 2 ** 20;
const TENSOR = { name: z.string(), datatype: z.string(), shape: z.array(z.int()) };
const METADATA = z.strictObject({
  name: z.string(),
  versions: z.array(z.string()),
  platform: z.string(),
  inputs: z.array(z.strictObject(TENSOR)),
  outputs: z.array(z.strictObject(TENSOR)),
});
const INFERRED = z.strictObject({
  model_name: z.string(),
  model_version: z.string(),
  id: z.string().optional(),
  outputs: z.array(z.strictObject({ ...TENSOR, data: z.array(z.union([z.number(), z.string()])) })),
});
const SERVER = z.strictObject({ name: z.string(), version: z.string(), extensions: z.array(z.string()) });

const MODEL = z.strictObject({ model: z.string().max(200) });
const VERSION = MODEL.extend({ version: z.string().max(100).describe('A version by SemVer, or an alias') });
const [OF_MODEL, OF_VERSION] = [{ model: 'checks' }, { model: 'checks', version: '1.0.0' }];

const EXAMPLE = {
  id: 'one',
  inputs: [
    { name: 'tenant_id', shape: [2], datatype: 'BYTES', data: ['acme', 'acme'] },
    { name: 'dataset_uuid', shape: [2], datatype: 'BYTES', data: ['orders', 'orders'] },
    { name: 'rule_code', shape: [2], datatype: 'BYTES', data: ['101', '102'] },
    { name: 'business_date', shape: [2], datatype: 'BYTES', data: ['2026-05-01', '2026-05-01'] },
  ],
  outputs: [{ name: 'predicted_pass_percentage' }, { name: 'p_below_target' }],
};

/** The Open Inference Protocol, version 2. */
export function inferenceRoutes(readiness: Readiness): readonly RouteDefinition[] {
  return [
    ...serverRoutes(readiness),
    ...modelRoutes('', MODEL, OF_MODEL),
    ...modelRoutes('/versions/{version}', VERSION, OF_VERSION),
  ];
}

function serverRoutes(readiness: Readiness): readonly RouteDefinition[] {
  const common = { method: 'GET', tag: 'inference', examples: [{ summary: 'ask' }] } as const;
  return [
    route({
      ...common,
      path: '/v2',
      id: 'serverMetadata',
      summary: 'Name and version of the server',
      action: 'forecast',
      answers: { 200: { description: 'Its metadata', schema: SERVER } },
      handle: () => ({ body: { name: 'dqs', version: DQS_VERSION, extensions: [] } }),
    }),
    route({
      ...common,
      path: '/v2/health/live',
      id: 'serverLive',
      summary: 'Whether the server lives',
      answers: { 200: { description: 'It does.', schema: z.strictObject({ live: z.boolean() }) } },
      handle: () => ({ body: { live: true } }),
    }),
    route({
      ...common,
      path: '/v2/health/ready',
      id: 'serverReady',
      summary: 'Whether the server can be asked',
      answers: { 200: { description: 'It can.', schema: z.strictObject({ ready: z.boolean() }) } },
      handle: async (call) => {
        await assertReady(readiness, call);
        return { body: { ready: true } };
      },
    }),
  ];
}

/** The routes of a model, without and with a version. */
function modelRoutes(
  suffix: '' | '/versions/{version}',
  params: typeof MODEL | typeof VERSION,
  example: Readonly<Record<string, string>>,
): readonly RouteDefinition[] {
  const ofVersion = suffix === '' ? '' : 'Version';
  const common = { tag: 'inference', action: 'forecast', params } as const;
  const path = `/v2/models/{model}${suffix}`;
  return [
    route({
      ...common,
      method: 'GET',
      path,
      id: `model${ofVersion}Metadata`,
      summary: 'Inputs and outputs of a model',
      answers: { 200: { description: 'Its metadata', schema: METADATA } },
      examples: [{ summary: 'ask', params: example }],
      handle: async (call) => ({ body: metadataOf(await modelOf(call)) }),
    }),
    route({
      ...common,
      method: 'GET',
      path: `${path}/ready`,
      id: `model${ofVersion}Ready`,
      summary: 'Whether a model can be asked',
      answers: {
        200: { description: 'It can.', schema: z.strictObject({ name: z.string(), ready: z.boolean() }) },
      },
      examples: [{ summary: 'ask', params: example }],
      handle: async (call) => ({ body: { name: (await modelOf(call)).model, ready: true } }),
    }),
    route({
      ...common,
      method: 'POST',
      path: `${path}/infer`,
      id: `infer${ofVersion}`,
      summary: 'Make forecasts',
      description:
        'Inputs are texts, one a row and input; outputs are the numbers of a forecast, all finite, and its flags.',
      bodyLimit: BODY_BYTES,
      body: INFER_REQUEST,
      answers: { 200: { description: 'The forecasts', schema: INFERRED } },
      examples: [{ summary: 'two series', params: example, body: EXAMPLE }],
      handle: async (call) => ({ body: await infer(await modelOf(call), call) }),
    }),
  ];
}

function modelOf({ params, services }: Pick<Call, 'services'> & { readonly params: z.infer<typeof MODEL> }) {
  const { model, version } = params as z.infer<typeof VERSION>;
  return services.models.get(model, version);
}

function metadataOf({ model, version, backend }: ServedModel) {
  const inputs = INPUT_NAMES.map((name) => ({ name, datatype: 'BYTES', shape: [-1] }));
  return { name: model, versions: [version], platform: `dqs_${backend}`, inputs, outputs: OUTPUT_METADATA };
}

async function infer(
  { forecaster, model, version }: ServedModel,
  {
    body: request,
    principal: { tenants },
    services,
  }: Pick<Call<unknown, unknown, InferRequest>, 'body' | 'principal' | 'services'>,
) {
  const { texts, rows } = inputTexts(request);
  const text = (name: (typeof INPUT_NAMES)[number], row: number) => texts.get(name)?.[row];
  const asked = Array.from(
    { length: rows },
    (_, row): SeriesDay => ({
      tenantId: text('tenant_id', row),
      datasetUuid: text('dataset_uuid', row)!,
      ruleCode: text('rule_code', row)!,
      day: dayOf(text('business_date', row)!, row),
      tenants,
    }),
  );
  const made = await forecastsOf(forecaster, asked, (row) => `/inputs/*/data/${row}`);
  services.metrics?.count('dqs_forecasts_made_total', made.length);
  const { id, outputs } = request;
  const answer = { model_name: model, model_version: version, outputs: outputTensors(made, outputs) };
  return id === undefined ? answer : { ...answer, id };
}

function dayOf(text: string, row: number): number {
  const day = parseDay(text);
  if (day !== undefined) return day;
  const message = `expected a calendar date as YYYY-MM-DD in row ${row} of business_date, got ${JSON.stringify(text.slice(0, 40))}`;
  throw requestInvalid([{ pointer: '/inputs', message, fix: 'send YYYY-MM-DD' }]);
}
