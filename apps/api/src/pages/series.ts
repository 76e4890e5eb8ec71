import { DqsError } from '@dqs/core';
import {
  GROUPS,
  RANGES,
  seriesListPage,
  seriesListTables,
  seriesPage,
  seriesTables,
  SORTS,
  targetEffect,
  targetTables,
  type SeriesListQuery,
  type SeriesSort,
} from '@dqs/runtime/pages';
import * as z from 'zod';

import { requestInvalid } from '../problems/problem.js';
import { pointerOf } from '../problems/request-problems.js';
import { pageRoutes } from './page-routes.js';

const LISTED = {
  filter: z
    .string()
    .max(1000)
    .default('')
    .describe('`source:shop state:failing,likely min_p:60 -tag:gold orders`: all terms have to be met'),
  sort: z
    .enum([...SORTS, ...SORTS.map((name) => `-${name}` as const)])
    .default('state')
    .describe('The likeliest to fail come first where rows are equal; with a minus the other way round'),
  group: z.enum(GROUPS).default('flat'),
};

/** A series by its id; its slashes are written `%2F`. */
const ID = { id: z.string().max(3000).describe('`dataset/rule`, with the tenant in front where there is one') };

const RANGE = z.coerce
  .number()
  .pipe(z.union(RANGES.map((days) => z.literal(days))))
  .default(60)
  .describe('Days back that are shown');

/** The pages of series. */
export const SERIES_PAGES = [
  ...pageRoutes({
    path: '/series',
    name: 'SeriesList',
    summary: 'All series: how they stand, their last results, what is forecast',
    query: LISTED,
    example: { query: { filter: 'source:erp min_p:1', sort: '-odds', group: 'owner' } },
    page: ({ view, query }) => seriesListPage(view, listQuery(query)).catch(filterProblem),
    tables: seriesListTables,
  }),
  ...pageRoutes({
    path: '/series/{id}',
    name: 'Series',
    summary: 'A series: what was said of it, what came, and how far what is said can be believed',
    params: ID,
    query: { range: RANGE },
    example: { params: { id: 'acme/orders/101' }, query: { range: '28' } },
    page: ({ view, params, query }) => seriesPage(view, params.id, query.range),
    tables: seriesTables,
  }),
  ...pageRoutes({
    path: '/series/{id}/target',
    name: 'TargetEffect',
    summary: 'What another target would do to a series: the last 90 days under it',
    params: ID,
    query: { target: z.coerce.number().min(0).max(100).describe('A pass percentage') },
    example: { params: { id: 'acme/orders/101' }, query: { target: '80' } },
    page: ({ view, params, query }) => targetEffect(view, params.id, query.target),
    tables: targetTables,
  }),
];

function listQuery({ filter, sort, group }: z.output<z.ZodObject<typeof LISTED>>): SeriesListQuery {
  const isReversed = sort.startsWith('-');
  return { filter, sort: (isReversed ? sort.slice(1) : sort) as SeriesSort, isReversed, group };
}

/** A filter that cannot be read is a part of the request. */
function filterProblem(error: unknown): never {
  if (!DqsError.is(error) || error.code !== 'invalid-argument') throw error;
  const fix = 'use names and values such as source:shop state:failing min_p:60 tag:gold';
  throw requestInvalid([{ pointer: pointerOf('query', ['filter']), message: error.message, fix }]);
}
