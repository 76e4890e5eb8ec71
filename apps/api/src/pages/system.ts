import { auditPage, auditTables, systemPage, systemTables } from '@dqs/runtime/pages';

import { served } from '../services.js';
import { pageRoutes } from './page-routes.js';
import { readerOf } from './reader.js';

/** What DQS tells of itself. */
export const SYSTEM_ROUTES = [
  ...pageRoutes({
    path: '/system',
    name: 'System',
    summary: 'Sources, jobs, alerts about the system itself, keys and webhooks',
    page: ({ view, principal, services: { keyring, webhooks } }) =>
      systemPage(view, { reader: readerOf(principal), keyring, webhooks }),
    tables: systemTables,
  }),
  ...pageRoutes({
    path: '/system/audit',
    name: 'SystemAudit',
    summary: 'The latest entries of the audit log; whoever reads leaves one',
    action: 'audit',
    everyTenant: true,
    page: ({ view, principal, services }) => {
      const reader = { actor: { id: principal.name }, context: { agent: `page ${principal.id}` } };
      return auditPage(view, served(services.audit, 'an audit log'), reader);
    },
    tables: auditTables,
  }),
];
