import { isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode, type YAMLMap } from 'yaml';

import { didYouMean } from '../errors/suggest.js';
import type { Problems } from './problems.js';

/** A value and where its name stands. */
export interface Field {
  readonly key: Node;
  readonly value: ParsedNode | null;
}

/**
 * The fields of a mapping by name. Of what is no mapping, has unknown names or has one twice, a problem is noted, with the
 * nearest of the known names.
 */
export function fieldsOf(
  node: ParsedNode | null | undefined,
  what: string,
  names: readonly string[],
  problems: Problems,
): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  if (!isMap(node)) {
    problems.add(node, `expected ${what} with ${names.join(', ')}, got ${shown(node)}`);
    return fields;
  }
  for (const { key, value } of (node as YAMLMap<ParsedNode, ParsedNode | null>).items) {
    const name = isScalar(key) ? String(key.value) : undefined;
    if (name === undefined || !names.includes(name)) {
      const hint = name === undefined ? '' : didYouMean(name, names, value === null ? UNQUOTED : '');
      problems.add(key, `expected ${names.join(', ')} in ${what}, got ${shown(key)}${hint}`);
    } else if (fields.has(name)) problems.add(key, `expected ${name} once in ${what}, got it twice`);
    else fields.set(name, { key, value });
  }
  return fields;
}

/** `{ comment: one, two }` is a comment `one` and a name `two`. */
const UNQUOTED = '; a text with a comma or a colon needs quotes';

/** The texts of a list, or of one scalar. */
export function textsOf(
  node: ParsedNode | null,
  what: string,
  most: number,
  problems: Problems,
): readonly string[] | undefined {
  if (!isSeq(node)) {
    const text = textOf(node, what, most, problems);
    return text === undefined ? undefined : [text];
  }
  if (node.items.length === 0) return problems.add(node, `expected at least one ${what}, got none`);
  const texts = node.items.map((item) => textOf(item as ParsedNode, what, most, problems));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** The text of a scalar as it is written: `007` stays `007`. */
export function textOf(node: ParsedNode | null, what: string, most: number, problems: Problems): string | undefined {
  if (!isScalar(node) || node.value === null) return problems.add(node, `expected ${what}, got ${shown(node)}`);
  const text = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
  if (text.trim() === '' || text.length > most || HIDDEN.test(text)) {
    return problems.add(node, `expected ${what} of 1 to ${most} visible characters, got ${shown(node)}`);
  }
  return text;
}

/** Control characters and half characters. */
const HIDDEN = /[\p{Cc}\p{Surrogate}]/u;

/** A number of a range. */
export function numberOf(
  node: ParsedNode | null,
  what: string,
  isFine: (value: number) => boolean,
  problems: Problems,
): number | undefined {
  const value = isScalar(node) ? node.value : undefined;
  if (typeof value === 'number' && isFine(value)) return value;
  return problems.add(node, `expected ${what}, got ${shown(node)}`);
}

/** What stands there, in a few characters. */
export function shown(node: Node | null | undefined): string {
  if (isAlias(node)) return `the alias *${node.source.slice(0, 40)}, which is not followed: write the value out`;
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (!isScalar(node) || node.value === null) return 'nothing';
  const text = String(node.value);
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
