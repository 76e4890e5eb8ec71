import { todayPage, todayTables } from '@dqs/runtime/pages';

import { pageRoutes } from './page-routes.js';
import { frameRoute } from './frame.js';
import { MODEL_PAGE_ROUTES } from './models.js';
import { SEARCH_ROUTES } from './search.js';
import { SERIES_PAGES } from './series.js';

/** What pages show, as JSON and CSV. */
export const PAGE_ROUTES = [
  frameRoute,
  ...pageRoutes({
    path: '/today',
    name: 'Today',
    summary: 'What there is to know this morning',
    page: ({ view }) => todayPage(view),
    tables: todayTables,
  }),
  ...MODEL_PAGE_ROUTES,
  ...SEARCH_ROUTES,
  ...SERIES_PAGES,
];
