import { isScalar, type ParsedNode } from 'yaml';

import { didYouMean } from '../../errors/suggest.js';
import { numberOf, shown, textOf } from '../read-node.js';
import type { JsonSchema, Reading, Shape } from './shape.js';

/** Longest text where nothing else is said. */
const MAX_TEXT = 1000;

/** A text of visible characters. */
export function text(what: string, most = MAX_TEXT): Shape<string> {
  return {
    schema: { type: 'string', description: what, maxLength: most },
    read: (node, { problems }) => textOf(node, what, most, problems),
  };
}

/** One of a few names. */
export function choice<const T extends string>(what: string, names: readonly T[]): Shape<T> {
  return {
    schema: { description: what, enum: names },
    read: (node, { problems }) => {
      const given = isScalar(node) ? String(node.value) : undefined;
      if (given !== undefined && (names as readonly string[]).includes(given)) return given as T;
      const hint = given === undefined ? '' : didYouMean(given.slice(0, 100), names);
      return problems.add(node, `expected ${what}: ${names.join(', ')}, got ${shown(node)}${hint}`);
    },
  };
}

/** A number of a range, ends included. */
export function number(what: string, minimum: number, maximum: number): Shape<number> {
  const words = `${what}, from ${minimum} to ${maximum}`;
  return {
    schema: { type: 'number', description: what, minimum, maximum },
    read: (node, { problems }) => numberOf(node, words, (value) => value >= minimum && value <= maximum, problems),
  };
}

/** A whole number of a range, ends included. */
export function integer(what: string, minimum: number, maximum: number): Shape<number> {
  const words = `${what}, a whole number from ${minimum} to ${maximum}`;
  const isFine = (value: number) => Number.isInteger(value) && value >= minimum && value <= maximum;
  return {
    schema: { type: 'integer', description: what, minimum, maximum },
    read: (node, { problems }) => numberOf(node, words, isFine, problems),
  };
}

/** `true` or `false`. */
export function boolean(what: string): Shape<boolean> {
  return {
    schema: { type: 'boolean', description: what },
    read: (node, { problems }) => {
      if (isScalar(node) && typeof node.value === 'boolean') return node.value;
      return problems.add(node, `expected true or false for ${what}, got ${shown(node)}`);
    },
  };
}

/**
 * A text with a form of its own.
 *
 * @param what it is, with an example: `a length of time, such as 10m`.
 * @param parse the value, or undefined if the text has not that form.
 */
export function formed<T>(what: string, parse: (text: string) => T | undefined, schema: JsonSchema = {}): Shape<T> {
  return {
    schema: { type: 'string', description: what, ...schema },
    read: (node, { problems }) => {
      const given = textOf(node, what, MAX_TEXT, problems);
      if (given === undefined) return undefined;
      return parse(given) ?? problems.add(node, `expected ${what}, got ${shown(node)}`);
    },
  };
}

/** Offset of the first character of a scalar's text; undefined where the text is not written as it is (escapes, folded lines). */
export function textOffset(node: ParsedNode, value: string, { text: file }: Reading): number | undefined {
  const start = node.range[0];
  for (const offset of [0, 1]) {
    if (file.startsWith(value, start + offset)) return offset;
  }
  return undefined;
}
