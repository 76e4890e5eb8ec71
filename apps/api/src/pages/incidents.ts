import { incidentPage, incidentsPage, incidentsTables, incidentTables, INCIDENT_LISTS } from '@dqs/runtime/pages';
import * as z from 'zod';

import { pageRoutes } from './page-routes.js';

/** The pages of incidents. */
export const INCIDENT_PAGES = [
  ...pageRoutes({
    path: '/incidents',
    name: 'Incidents',
    summary: 'What is broken or will probably be, who has it, and how incidents go',
    query: {
      show: z.enum(INCIDENT_LISTS).default('open'),
      nobody: z.stringbool().default(false).describe('Only those that nobody has'),
    },
    example: { query: { show: 'all', nobody: 'false' } },
    page: ({ view, query }) => incidentsPage(view, query),
    tables: incidentsTables,
  }),
  ...pageRoutes({
    path: '/incidents/{id}',
    name: 'IncidentPage',
    summary: 'An incident: how far it has come, what is in it, where it began, what happened, who was told',
    params: { id: z.string().max(200) },
    example: { params: { id: 'inc-3' } },
    page: ({ view, params }) => incidentPage(view, params.id),
    tables: incidentTables,
  }),
];
