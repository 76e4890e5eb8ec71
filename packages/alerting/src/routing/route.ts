import type { Matchable } from '../policy/match.js';
import type { Repeat, Route } from '../policy/policy.js';

/** A receiver that an alert is told to, and the route that leads there. */
export interface Routed {
  readonly receiver: string;
  readonly repeat: Repeat;
  /** Line of the route in the policy. */
  readonly line: number;
}

/**
 * Who is told of an alert: top down, the first route that matches, and the next ones while `continue` says so; within a
 * route its own routes first, and itself if none of them matches.
 */
export function routesOf(routes: readonly Route[], of: Matchable): readonly Routed[] {
  const found = new Map<string, Routed>();
  for (const one of walk(routes, of)) if (!found.has(one.receiver)) found.set(one.receiver, one);
  return [...found.values()];
}

function walk(routes: readonly Route[], of: Matchable): readonly Routed[] {
  const found: Routed[] = [];
  for (const route of routes) {
    if (!route.matches(of)) continue;
    const inner = walk(route.routes, of);
    if (inner.length > 0) found.push(...inner);
    else for (const receiver of route.to) found.push({ receiver, repeat: route.repeat, line: route.place.line });
    if (!route.continues) break;
  }
  return found;
}
