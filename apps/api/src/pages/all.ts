import { alertsPage, alertsTables, todayPage, todayTables } from '@dqs/runtime/pages';

import { pageRoutes } from './page-routes.js';
import { frameRoute } from './frame.js';
import { INCIDENT_PAGES } from './incidents.js';
import { MODEL_PAGE_ROUTES } from './models.js';
import { SEARCH_ROUTES } from './search.js';
import { SERIES_PAGES } from './series.js';
import { SYSTEM_ROUTES } from './system.js';

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
  ...pageRoutes({
    path: '/alerts',
    name: 'Alerts',
    summary: 'Who is told what, and who is not and why',
    page: ({ view }) => alertsPage(view),
    tables: alertsTables,
  }),
  ...SEARCH_ROUTES,
  ...SERIES_PAGES,
  ...SYSTEM_ROUTES,
  ...INCIDENT_PAGES,
];
