import { didYouMean } from '@dqs/core';
import type { Problems } from '@dqs/core/yaml';

import { matcherOf, patternsOf } from './match.js';
import type { Repeat, Route } from './policy.js';
import type { RouteDocument } from './policy-shape.js';

interface Inherited {
  readonly to: readonly string[];
  readonly repeat: Repeat;
}

const AT_THE_TOP: Inherited = { to: [], repeat: 'on-change' };

/** The tree of routes, each with what it inherits; receivers that there are not, and routes to nowhere, are noted. */
export function compileRoutes(
  documents: readonly RouteDocument[],
  receivers: ReadonlyMap<string, unknown>,
  problems: Problems,
  inherited: Inherited = AT_THE_TOP,
): readonly Route[] {
  return documents.map((document) => {
    for (const { value, place } of document.to ?? []) {
      if (receivers.has(value)) continue;
      problems.addAt(place, `expected the name of a receiver, got "${value}"${didYouMean(value, receivers.keys())}`);
    }
    const own: Inherited = {
      to: document.to?.map(({ value }) => value) ?? inherited.to,
      repeat: document.repeat ?? inherited.repeat,
    };
    const routes = compileRoutes(document.routes ?? [], receivers, problems, own);
    if (own.to.length === 0 && routes.length === 0) {
      problems.addAt(document.place, 'expected to: with receivers in a route or in one above it, got none');
    }
    return {
      ...own,
      matches: matcherOf(document.match),
      patterns: document.match ? patternsOf(document.match) : new Map(),
      continues: document.continue,
      routes,
      place: document.place,
    };
  });
}
