import { searchPage, searchTables } from '@dqs/runtime/pages';

import { NAME } from '../v1/fields.js';
import { pageRoutes } from './page-routes.js';
import { readerOf } from './reader.js';

/** What a question finds. */
export const SEARCH_ROUTES = pageRoutes({
  path: '/search',
  name: 'Search',
  summary: 'What a question finds: series, incidents, rules, owners, sources, models, pages and acts',
  query: { q: NAME.default('').describe('Words, or beginnings of words; without any the pages and acts') },
  example: { query: { q: 'orders' } },
  page: ({ view, query, principal }) => searchPage(view, query.q, readerOf(principal)),
  tables: searchTables,
});
