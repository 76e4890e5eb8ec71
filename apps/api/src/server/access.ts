import { DqsError } from '@dqs/core';
import { mayDo, type Principal } from '@dqs/runtime/serving';
import type { FastifyRequest } from 'fastify';

import type { RouteDefinition } from '../routes/route.js';
import type { Services } from '../services.js';

/** Who asks where nobody is asked for a key: whoever is on the machine. */
export const LOCAL_USER: Principal = { id: 'local', name: 'local user', role: 'admin' };

/** Names of this machine; a page of another name that was made to point here is not answered. */
const LOCAL_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * Who asks: the holder of the key or token in `Authorization: Bearer …`.
 *
 * @returns undefined without one, or with one that is not valid.
 * @throws DqsError `issuer-unreachable` for a token of which nobody can say whether it is.
 */
export async function principalOf(request: FastifyRequest, { keys, tokens }: Services): Promise<Principal | undefined> {
  if (!keys && !tokens) return LOCAL_HOST.test(request.headers.host ?? '') ? LOCAL_USER : undefined;
  const [, text] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (text === undefined) return undefined;
  return text.startsWith('dqs_') ? keys?.principalOf(text) : tokens?.principalOf(text);
}

/**
 * Lets those in who may.
 *
 * @throws DqsError `access-unknown` without a valid key, `access-denied` if role or scopes do not allow it.
 */
export function assertAccess(definition: RouteDefinition, principal: Principal | undefined, services: Services): void {
  const { action } = definition;
  if (action === undefined) return;
  if (principal === undefined) {
    const message =
      (services.keys ?? services.tokens)
        ? 'expected a valid API key as Authorization: Bearer dqs_…, or a token of the issuer, got none that is known, in force and complete'
        : 'expected a request to localhost: a server that asks nobody for a key answers under no other name';
    throw new DqsError('access-unknown', message);
  }
  if (mayDo(principal, action)) return assertTenants(definition, principal);
  const message = `expected a key that may ${action}, got one of the role ${principal.role}${principal.scopes ? ` with the scopes ${principal.scopes.join(', ')}` : ''}`;
  throw new DqsError('access-denied', message, { details: { action, role: principal.role } });
}

function assertTenants({ everyTenant: isOfAll = false, action }: RouteDefinition, { role, tenants }: Principal): void {
  if (!isOfAll || tenants === undefined) return;
  const message = 'expected a key that is not limited to tenants: what was asked for concerns all of them';
  throw new DqsError('access-denied', message, { details: { action, role } });
}
