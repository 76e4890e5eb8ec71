import { didYouMean, formatDay } from '@dqs/core';
import type { Position, Problem } from '@dqs/core/yaml';

import type { Policy, Route, Rule } from './policy.js';
import type { PolicyDocument } from './policy-shape.js';

/** What is known beside a policy. */
export interface Surroundings {
  /** Silences up to the day before have ended. Undefined: no silence is told to have. */
  readonly today?: number;
  /** Owners that catalogs and tools name, beside those of the catalog in the same file. */
  readonly owners?: readonly string[];
}

/** What a policy says that cannot have been meant, though it can decide. */
export function doubtsOf(policy: Policy, document: PolicyDocument, surroundings: Surroundings): readonly Problem[] {
  const found: Problem[] = [];
  const note = (place: Position, problem: string) => found.push({ ...place, problem });
  unreachable(policy.routes, note);
  for (const rule of policy.rules) noteRoutes(rule, policy, note);
  noteUnused(policy, document, note);
  for (const { until, comment, place } of document.silences) {
    if (surroundings.today !== undefined && until < surroundings.today) {
      note(
        place,
        `expected a silence that still holds, got one that ended on ${formatDay(until)} (${comment}); remove it`,
      );
    }
  }
  noteOwners(policy, document, surroundings, note);
  return found.sort((a, b) => a.line - b.line || a.column - b.column);
}

type Note = (place: Position, problem: string) => void;

/** A route behind one that takes all it could match, and does not go on. */
function unreachable(routes: readonly Route[], note: Note): void {
  const before: { readonly line: number; readonly wide: ReadonlyMap<string, ReadonlySet<string>> }[] = [];
  for (const route of routes) {
    const found = before.find(({ wide }) => covers(wide, route.patterns));
    if (found) {
      note(
        route.place,
        `expected a route that something reaches, got one behind line ${found.line}, which takes all of it; move it up or add continue: true there`,
      );
    }
    const wide = new Map([...route.patterns].map(([name, patterns]) => [name, new Set(patterns)]));
    if (!route.continues) before.push({ line: route.place.line, wide });
    unreachable(route.routes, note);
  }
}

type Patterns = Route['patterns'];

/** Whether whatever matches `narrow` matches `wide` for certain. */
function covers(wide: ReadonlyMap<string, ReadonlySet<string>>, narrow: Patterns): boolean {
  return [...wide].every(([name, patterns]) => {
    const inner = narrow.get(name);
    // "*" needs a text: a label that is not there matches nothing.
    return inner !== undefined && (patterns.has('*') || inner.every((one) => patterns.has(one)));
  });
}

function noteRoutes(rule: Rule, { routes }: Policy, note: Note): void {
  const severities = severitiesOf(rule);
  const isPossible = ({ patterns }: Route) =>
    among(patterns.get('severity'), severities) &&
    among(patterns.get('level'), [rule.level]) &&
    !cannotMatch(patterns.get('alert'), rule.id);
  if (!routes.some(isPossible)) {
    note(
      rule.place,
      `expected a route for ${rule.id}, got none that can match it; add one, or a last one without match`,
    );
    return;
  }
  if (!routes.some(({ patterns }) => patterns.size === 0 || onlyNames(patterns, rule, severities))) {
    note(
      rule.place,
      `expected a route for whatever ${rule.id} finds, got some that depend on labels; add a last one without match`,
    );
  }
}

const among = (patterns: readonly string[] | undefined, names: readonly string[]) =>
  patterns === undefined || patterns.some((one) => names.includes(one));

const cannotMatch = (patterns: readonly string[] | undefined, id: string) =>
  patterns !== undefined && patterns.every((one) => !/[*?\\]/.test(one) && one !== id);

/** Whether a match asks only for what every alert of the rule has. */
function onlyNames(patterns: Patterns, rule: Rule, severities: readonly string[]): boolean {
  return [...patterns].every(([name, list]) => {
    if (name === 'severity') return severities.every((one) => list.includes(one));
    if (name === 'level') return list.includes(rule.level);
    return name === 'alert' && (list.includes(rule.id) || list.includes('*'));
  });
}

function severitiesOf({ severity }: Rule): readonly string[] {
  if (severity.length === 0) return ['warning'];
  const certain = severity.findIndex(({ condition }) => condition.text === 'true');
  const possible = severity.slice(0, certain < 0 ? severity.length : certain + 1).map((one) => one.severity);
  return certain < 0 ? [...new Set([...possible, 'info'])] : possible;
}

function noteUnused(policy: Policy, document: PolicyDocument, note: Note): void {
  const used = new Set<string>();
  const collect = (routes: readonly Route[]) => {
    for (const route of routes) {
      route.to.forEach((name) => used.add(name));
      collect(route.routes);
    }
  };
  collect(policy.routes);
  policy.budgets.forEach(({ overflow }) => used.add(overflow));
  policy.receivers.forEach(({ outside }) => outside !== undefined && used.add(outside));
  for (const [name, { place }] of document.receivers) {
    if (!used.has(name)) note(place, `expected a route to ${name}, got none; remove the receiver or name it in \`to\``);
  }
}

function noteOwners(policy: Policy, document: PolicyDocument, { owners = [] }: Surroundings, note: Note): void {
  const known = new Set([
    ...owners,
    ...(policy.entries ?? []).flatMap(({ set }) => (set.owner === undefined ? [] : [set.owner])),
  ]);
  if (known.size === 0) return;
  const look = (names: readonly string[], place: Position) => {
    for (const name of names) {
      if (/[*?\\]/.test(name) || known.has(name)) continue;
      note(place, `expected an owner that a catalog names, got "${name}"${didYouMean(name, known)}`);
    }
  };
  const walk = (routes: readonly Route[]) => {
    for (const { patterns, routes: inner, place } of routes) {
      look(patterns.get('owner') ?? [], place);
      walk(inner);
    }
  };
  walk(policy.routes);
  for (const { owner, place } of document.budgets) look([owner], place);
  for (const { match, place } of [...document.silences, ...document.windows]) look(match?.owner ?? [], place);
}
