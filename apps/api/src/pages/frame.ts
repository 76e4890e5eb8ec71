import { dataTime, pageFrame } from '@dqs/runtime/pages';
import * as z from 'zod';

import { route } from '../routes/route.js';
import { served } from '../services.js';
import { KNOWN_AT } from '../v1/fields.js';
import { readerOf } from './reader.js';

/** What stands around every page: who looks and what they may do, what a page can be narrowed down to, what needs somebody. */
export const frameRoute = route({
  method: 'GET',
  path: '/frame.json',
  id: 'showFrame',
  tag: 'pages',
  summary: 'What stands around every page: who looks, what they may do, what needs somebody',
  action: 'read',
  query: z.strictObject({ known_at: KNOWN_AT }),
  answers: { 200: { description: 'All that the frame shows', schema: z.looseObject({}) } },
  examples: [{ summary: 'now' }],
  handle: async ({ query: { known_at: knownAt }, principal, services }) => {
    const view = await served(services.pages, 'a store that has a database').of({
      knownAt,
      tenants: principal.tenants,
    });
    const { name, role, moreRoles = [], tenants } = principal;
    const { actions } = readerOf(principal);
    return {
      body: {
        ...pageFrame(view, await dataTime(view)),
        who: { name, roles: [role, ...moreRoles], tenants: tenants ?? null, actions },
      },
    };
  },
});
