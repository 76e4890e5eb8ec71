import { DqsError, ERROR_CATALOGUE, type ErrorCode } from '@dqs/core';
import * as z from 'zod';

import { statusOf } from '../problems/status.js';
import { route, type RouteDefinition } from '../routes/route.js';

const ERROR = z.strictObject({
  code: z.string(),
  status: z.int().describe('HTTP status of an answer with it'),
  meaning: z.string(),
  hint: z.string().nullable().describe('What to do at the command line'),
});

/** What a server says of itself: its description, and the pages of its errors. */
export function aboutRoutes(document: () => object): readonly RouteDefinition[] {
  return [
    route({
      method: 'GET',
      path: '/openapi.json',
      id: 'document',
      tag: 'about',
      summary: 'This document',
      answers: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
      examples: [{ summary: 'read it' }],
      handle: () => ({ body: document() }),
    }),
    route({
      method: 'GET',
      path: '/errors/{code}',
      id: 'error',
      tag: 'about',
      summary: 'What an error code means; the `type` of a problem leads here',
      params: z.strictObject({ code: z.string().max(100) }),
      answers: { 200: { description: 'The code', schema: ERROR } },
      examples: [{ summary: 'a series that is not known', params: { code: 'series-unknown' } }],
      handle: ({ params }) => ({ body: errorPage(params.code) }),
    }),
  ];
}

function errorPage(code: string) {
  if (!Object.hasOwn(ERROR_CATALOGUE, code)) {
    throw new DqsError('route-unknown', `expected an error code of docs/errors.md, got ${JSON.stringify(code)}`);
  }
  const known = code as ErrorCode;
  const { meaning, ...entry } = ERROR_CATALOGUE[known];
  return { code, status: statusOf(known), meaning, hint: 'hint' in entry ? entry.hint : null };
}
