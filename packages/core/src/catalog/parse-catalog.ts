import { isSeq, LineCounter, type ParsedNode } from 'yaml';

import type { DqsError } from '../errors/dqs-error.js';
import { invalidFile, Problems } from '../yaml/problems.js';
import { fieldsOf, numberOf, shown, textOf, textsOf } from '../yaml/read-node.js';
import { readYaml } from '../yaml/read-yaml.js';
import { CATALOG_FIELDS, MATCH_FIELDS, type CatalogEntry, type CatalogField, type CatalogValues } from './entry.js';

/** Largest catalog in characters: about 10,000 entries. */
export const MAX_CATALOG_LENGTH = 1_000_000;
const MAX_PATTERN = 500;
const MAX_TEXT = 1000;
const API_VERSION = 'dqs/v1';
const KIND = 'Catalog';

/**
 * The entries of a catalog file, in their order.
 *
 * @param text YAML: `apiVersion: dqs/v1`, `kind: Catalog`, `entries` with `match` and `set`. Anchors are not followed.
 * @param file what to call it in messages.
 * @throws DqsError `catalog-invalid` that lists every problem with its line, and the nearest name where one is unknown.
 */
export function parseCatalog(text: string, file: string): readonly CatalogEntry[] {
  if (text.length > MAX_CATALOG_LENGTH) {
    throw invalid(file, [`expected at most ${MAX_CATALOG_LENGTH} characters, got ${text.length}`]);
  }
  const lines = new LineCounter();
  const problems = new Problems(lines);
  const root = readYaml(text, { file, code: 'catalog-invalid', lineCounter: lines });
  const entries = root === null ? [] : catalogEntries(root, problems);
  if (problems.found.length === 0) return entries;
  throw invalid(
    file,
    problems.sorted().map(({ line, problem }) => `${file}:${line}: ${problem}`),
  );
}

/** The entries of a document that stands among others; what is wrong with it is noted. */
export function catalogEntries(root: ParsedNode, problems: Problems): readonly CatalogEntry[] {
  const fields = fieldsOf(root, 'a catalog', ['apiVersion', 'kind', 'entries'], problems);
  for (const [name, expected] of [
    ['apiVersion', API_VERSION],
    ['kind', KIND],
  ] as const) {
    const field = fields.get(name);
    if (field && textOf(field.value, expected, MAX_TEXT, problems) !== expected) {
      problems.add(field.value, `expected ${name}: ${expected}, got ${shown(field.value)}`);
    }
  }
  const list = fields.get('entries');
  if (list === undefined) return [];
  if (!isSeq(list.value)) {
    problems.add(list.key, `expected a list of entries, each with match and set, got ${shown(list.value)}`);
    return [];
  }
  return list.value.items.map((item) => entryOf(item as ParsedNode, problems));
}

function entryOf(node: ParsedNode, problems: Problems): CatalogEntry {
  const fields = fieldsOf(node, 'an entry', ['match', 'set'], problems);
  const [match, set] = [fields.get('match'), fields.get('set')];
  if (set === undefined) problems.add(node, `expected an entry to set ${CATALOG_FIELDS.join(', ')} or some of them`);
  return {
    match: match ? matchOf(match.value, problems) : {},
    ...setOf(set?.value, problems, set !== undefined),
    line: problems.lineOf(node),
  };
}

function matchOf(node: ParsedNode | null, problems: Problems): CatalogEntry['match'] {
  const patterns = [...fieldsOf(node, 'match', MATCH_FIELDS, problems)].map(
    ([name, { value }]) => [name, textsOf(value, `a pattern for ${name}`, MAX_PATTERN, problems) ?? []] as const,
  );
  return Object.fromEntries(patterns);
}

function setOf(node: ParsedNode | null | undefined, problems: Problems, isGiven: boolean) {
  const values = new Map<CatalogField, string | number | readonly string[] | undefined>();
  const lines = new Map<CatalogField, number>();
  if (isGiven) {
    for (const [name, { key, value }] of fieldsOf(node, 'set', CATALOG_FIELDS, problems)) {
      values.set(name as CatalogField, READERS[name as CatalogField](value, problems));
      lines.set(name as CatalogField, problems.lineOf(key));
    }
  }
  return {
    set: Object.fromEntries(values) as CatalogValues,
    lines: Object.fromEntries(lines) as CatalogEntry['lines'],
  };
}

const READERS = {
  owner: (node: ParsedNode | null, problems: Problems) => textOf(node, 'the name of an owner', MAX_TEXT, problems),
  target: (node: ParsedNode | null, problems: Problems) =>
    numberOf(node, 'a pass percentage from 0 to 100', (value) => value >= 0 && value <= 100, problems),
  importance: (node: ParsedNode | null, problems: Problems) =>
    numberOf(node, 'a whole number from 1 to 5', (value) => [1, 2, 3, 4, 5].includes(value), problems),
  tags: (node: ParsedNode | null, problems: Problems) => textsOf(node, 'tag', MAX_TEXT, problems),
  runbook: (node: ParsedNode | null, problems: Problems) =>
    textOf(node, 'the address of a runbook', MAX_TEXT, problems),
} as const satisfies Record<CatalogField, unknown>;

function invalid(file: string, problems: readonly string[]): DqsError {
  return invalidFile('catalog-invalid', file, problems);
}
