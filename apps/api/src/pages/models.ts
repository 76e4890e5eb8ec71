import { modelPage, modelsPage, modelsTables, modelTables, qualityPage, qualityTables } from '@dqs/runtime/pages';
import * as z from 'zod';

import { pageRoutes } from './page-routes.js';

/** Lengths of windows, days. */
const DAYS = z
  .enum(['1', '7', '28', '90'])
  .default('28')
  .transform((text) => Number(text) as 1 | 7 | 28 | 90);

/** The pages of models and of how good their forecasts are. */
export const MODEL_PAGE_ROUTES = [
  ...pageRoutes({
    path: '/models',
    name: 'Models',
    summary: 'The models, how each does and what was last decided about it',
    page: ({ view, services }) => modelsPage(view, services),
    tables: modelsTables,
  }),
  ...pageRoutes({
    path: '/models/{model}',
    name: 'ModelPage',
    summary: 'A model: how it does, how it came to be in use, whether it is trained anew',
    params: { model: z.string().max(200) },
    example: { params: { model: 'checks' } },
    page: ({ view, services, params }) => modelPage(view, params.model, services),
    tables: modelTables,
  }),
  ...pageRoutes({
    path: '/quality',
    name: 'Quality',
    summary: 'How good what was said has been, on live forecasts only',
    query: {
      days: DAYS.describe('Length of the window'),
      by: z.enum(['rule', 'source', 'owner']).default('rule').describe('What the rows of the table are'),
      horizon: z.coerce.number().int().min(1).max(366).optional().describe('Only forecasts made so many days ahead'),
    },
    page: ({ view, query }) => qualityPage(view, query),
    tables: qualityTables,
  }),
];
