import { DqsError, listedNames, nearestName } from '@dqs/core';
import { globMatcher } from '@dqs/core/catalog';

import type { SeriesRow } from '../series-rows.js';

/** Most characters of a filter, and most terms. */
const MOST_CHARACTERS = 1000;
const MOST_TERMS = 50;

type Test = (row: SeriesRow) => boolean;

/** What rows may be asked for by name, and the texts that a pattern is held against. */
const TEXTS = new Map<string, (row: SeriesRow) => readonly string[]>([
  ['source', (row) => [row.source]],
  ['owner', (row) => [row.owner ?? 'none']],
  ['dataset', (row) => [row.dataset]],
  ['rule', (row) => [row.rule]],
  ['tenant', (row) => [row.tenant ?? 'none']],
  ['tag', (row) => row.tags],
  ['state', (row) => [row.state]],
  ['page', (row) => [row.earned.isEarned ? 'earned' : 'not-yet']],
  ['incident', (row) => (row.incident === null ? ['none'] : [row.incident, 'any'])],
  ['importance', (row) => [String(row.importance)]],
]);

/** Bounds, in the unit in which the page shows the number. */
const BOUNDS = new Map<string, (row: SeriesRow, bound: number) => boolean>([
  ['min_p', (row, bound) => row.next !== null && 100 * row.next.odds >= bound],
  ['max_p', (row, bound) => row.next !== null && 100 * row.next.odds <= bound],
  ['min_importance', (row, bound) => row.importance >= bound],
]);

/** The names that terms of a filter may begin with. */
export const FILTER_NAMES = [...TEXTS.keys(), ...BOUNDS.keys()];

/**
 * What a filter such as `source:shop state:failing,likely min_p:60 -tag:gold orders` asks of a row: all of its terms. Values are
 * patterns with `*`, commas part alternatives, a minus in front turns a term round, quotes keep blanks together, and a word alone is
 * looked for in the name.
 *
 * @throws DqsError `invalid-argument` for a term that cannot be met by any row, with what is possible.
 */
export function rowFilter(text: string): Test {
  if (text.length > MOST_CHARACTERS) {
    throw invalid(`expected a filter of at most ${MOST_CHARACTERS} characters, got ${text.length}`);
  }
  const terms = text.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
  if (terms.length > MOST_TERMS) throw invalid(`expected at most ${MOST_TERMS} terms in a filter, got ${terms.length}`);
  const tests = terms.map(testOf);
  return (row) => tests.every((test) => test(row));
}

function testOf(term: string): Test {
  const isTurned = term.startsWith('-') && term.length > 1;
  const test = plainTest(isTurned ? term.slice(1) : term);
  return isTurned ? (row) => !test(row) : test;
}

function plainTest(term: string): Test {
  const colon = term.startsWith('"') ? -1 : term.indexOf(':');
  if (colon < 0) {
    const word = unquoted(term).toLowerCase();
    return (row) => `${row.dataset} · ${row.rule} ${row.id}`.toLowerCase().includes(word);
  }
  const [name, value] = [term.slice(0, colon), term.slice(colon + 1)];
  if (value === '') throw invalid(`expected a value after ${name}: in the filter, such as ${name}:${exampleOf(name)}`);
  const textsOf = TEXTS.get(name);
  if (textsOf) {
    const matchers = valuesOf(value).map((one) => globMatcher(one));
    return (row) => textsOf(row).some((text) => matchers.some((matches) => matches(text)));
  }
  const isWithin = BOUNDS.get(name);
  if (isWithin === undefined) throw unknownName(name);
  const bound = Number(value);
  if (!Number.isFinite(bound)) {
    throw invalid(`expected a number after ${name}:, such as ${name}:${exampleOf(name)}, got ${JSON.stringify(value)}`);
  }
  return (row) => isWithin(row, bound);
}

/** The alternatives of a value; a comma between quotes belongs to one. */
function valuesOf(value: string): string[] {
  return (value.match(/(?:[^,"]|"[^"]*"?)+/g) ?? []).map(unquoted);
}

function unquoted(text: string): string {
  return text.replaceAll('"', '');
}

const EXAMPLES = new Map([
  ['state', 'failing'],
  ['page', 'earned'],
  ['importance', '5'],
]);

function exampleOf(name: string): string {
  if (BOUNDS.has(name)) return name === 'min_importance' ? '4' : '60';
  return EXAMPLES.get(name) ?? 'shop';
}

function unknownName(name: string): DqsError {
  const nearest = nearestName(name, FILTER_NAMES);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}:?`;
  return invalid(
    `expected ${listedNames(FILTER_NAMES)} before a colon of the filter, got ${JSON.stringify(name)}${hint}`,
  );
}

function invalid(message: string): DqsError {
  return new DqsError('invalid-argument', message);
}
