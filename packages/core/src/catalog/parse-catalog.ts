import { isSeq, LineCounter, parseDocument, type ParsedNode } from 'yaml';

import { DqsError } from '../errors/dqs-error.js';
import { CATALOG_FIELDS, MATCH_FIELDS, type CatalogEntry, type CatalogField, type CatalogValues } from './entry.js';
import { fieldsOf, numberOf, Problems, shown, textOf, textsOf } from './read-node.js';

/** Largest catalog in characters: about 10,000 entries. */
export const MAX_CATALOG_LENGTH = 1_000_000;
const MAX_PATTERN = 500;
const MAX_TEXT = 1000;
/** Problems that a message lists. */
const MOST_PROBLEMS = 20;
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
  const root = contentOf(text, file, lines);
  const entries = root === null ? [] : entriesOf(root, problems);
  if (problems.found.length === 0) return entries;
  const sorted = [...problems.found].sort((a, b) => a.line - b.line);
  throw invalid(
    file,
    sorted.map(({ line, problem }) => `${file}:${line}: ${problem}`),
  );
}

function contentOf(text: string, file: string, lineCounter: LineCounter): ParsedNode | null {
  try {
    // Names that are there twice are looked for below: the library compares every one with all others.
    const document = parseDocument(text, { lineCounter, uniqueKeys: false, prettyErrors: false, merge: false });
    if (document.errors.length === 0) return document.contents;
    throw invalid(
      file,
      document.errors.map(({ pos, message }) => `${file}:${lineCounter.linePos(pos[0]).line}: ${message}`),
    );
  } catch (cause) {
    if (DqsError.is(cause)) throw cause;
    // Nested a hundred thousand times, or the like.
    throw invalid(file, [`${file}: expected YAML that can be read, got ${(cause as Error).message}`], cause);
  }
}

function entriesOf(root: ParsedNode, problems: Problems): CatalogEntry[] {
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

function invalid(file: string, problems: readonly string[], cause?: unknown): DqsError {
  const shownOnes = problems.slice(0, MOST_PROBLEMS);
  const more = problems.length - shownOnes.length;
  const rest = more > 0 ? `\n  and ${more} more` : '';
  const message =
    problems.length === 1 ? problems[0]! : `${problems.length} problems:\n  ${shownOnes.join('\n  ')}${rest}`;
  const details = { path: file, problems: problems.slice(0, 100).map((one) => one.slice(0, 1000)) };
  return new DqsError('catalog-invalid', message, { cause, details });
}
