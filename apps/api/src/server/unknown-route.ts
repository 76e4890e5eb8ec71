import { DqsError } from '@dqs/core';

import { requestInvalid } from '../problems/problem.js';
import type { RouteDefinition } from '../routes/route.js';

/** The error of a path that nothing is served under, or not with that method. */
export function unknownRoute(routes: readonly RouteDefinition[], method: string, url: string): DqsError {
  const path = url.split('?', 1)[0]!;
  const allowed = routes.filter((route) => fits(route.path, path)).map((route) => route.method);
  const shown = JSON.stringify(path.slice(0, 120));
  if (allowed.length === 0) {
    return new DqsError('route-unknown', `expected a path of /openapi.json, got ${shown}`, { details: { path } });
  }
  const allow = [...new Set(allowed)].join(', ');
  const message = `expected ${allow} for ${shown}, got ${method}`;
  const { details } = requestInvalid([{ pointer: '', message, fix: `use ${allow}` }], 405);
  return new DqsError('request-invalid', message, { details: { ...details, allow } });
}

/** Whether a path is one of a pattern: as many parts, and where the pattern has no parameter, the same. */
function fits(pattern: string, path: string): boolean {
  const [wanted, got] = [pattern.split('/'), path.split('/')];
  return wanted.length === got.length && wanted.every((part, i) => part.startsWith('{') || part === got[i]);
}
