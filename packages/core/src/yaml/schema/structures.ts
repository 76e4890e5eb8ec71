import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml';

import type { Position } from '../problems.js';
import { fieldsOf, shown } from '../read-node.js';
import type { JsonSchema, Reading, Shape } from './shape.js';

/** Most entries of a list or a mapping. */
const MAX_ENTRIES = 10_000;
const MAX_NAME = 100;

/** A field of a {@link record}. */
export interface FieldShape<T> {
  readonly shape: Shape<unknown>;
  readonly isRequired: boolean;
  readonly fallback: T | undefined;
}

/** A field that has to be there. */
export function required<T>(shape: Shape<T>): FieldShape<T> {
  return { shape, isRequired: true, fallback: undefined };
}

/** A field that may be left out, and then is undefined. */
export function optional<T>(shape: Shape<T>): FieldShape<T | undefined> {
  return { shape, isRequired: false, fallback: undefined };
}

/** A field that may be left out, and then has a value. */
export function otherwise<T>(shape: Shape<T>, fallback: T, shownAs?: unknown): FieldShape<T> {
  const schema = { ...shape.schema, ...(shownAs !== undefined && { default: shownAs }) };
  return { shape: { ...shape, schema }, isRequired: false, fallback };
}

/** Where a document begins, and so what it does not hold. */
const START: Position = { line: 1, column: 1 };

/** A {@link record} that may be left out and then is as if it were empty; each of its fields has to allow that. */
export function section<F extends Readonly<Record<string, FieldShape<unknown>>>>(
  what: string,
  fields: F,
): FieldShape<RecordOf<F>> {
  const values = Object.entries(fields).map(([name, { fallback }]) => [name, fallback]);
  const fallback = Object.fromEntries([...values, ['place', START]]) as RecordOf<F>;
  return { shape: record(what, fields), isRequired: false, fallback };
}

/** What a mapping with the fields F holds, and where it begins. */
export type RecordOf<F> = { readonly [K in keyof F]: F[K] extends FieldShape<infer T> ? T : never } & {
  readonly place: Position;
};

/**
 * A closed mapping: unknown names, names that are there twice and required ones that are not are problems.
 *
 * @param check notes what is wrong between fields; called if each is fine by itself.
 */
export function record<F extends object>(
  what: string,
  fields: F,
  check?: (value: RecordOf<F>, node: ParsedNode, from: Reading) => void,
): Shape<RecordOf<F>> {
  const list = Object.entries(fields) as [string, FieldShape<unknown>][];
  const names = list.map(([name]) => name);
  return {
    schema: recordSchema(what, list),
    read: (node, from) => {
      const before = from.problems.found.length;
      const given = fieldsOf(node, what, names, from.problems);
      const values = new Map<string, unknown>([['place', from.problems.positionOf(node)]]);
      for (const [name, { shape, isRequired, fallback }] of list) {
        const field = given.get(name);
        if (field !== undefined) values.set(name, shape.read(field.value, from));
        else if (isRequired && isMap(node)) from.problems.add(node, `expected ${name} in ${what}, got none`);
        else values.set(name, fallback);
      }
      if (from.problems.found.length > before) return undefined;
      const value = Object.fromEntries(values) as RecordOf<F>;
      check?.(value, node!, from);
      return value;
    },
  };
}

function recordSchema(what: string, list: readonly (readonly [string, FieldShape<unknown>])[]): JsonSchema {
  const needed = list.filter(([, { isRequired }]) => isRequired).map(([name]) => name);
  return {
    type: 'object',
    description: what,
    properties: Object.fromEntries(list.map(([name, { shape }]) => [name, shape.schema])),
    ...(needed.length > 0 && { required: needed }),
    additionalProperties: false,
  };
}

/** A list of equals. */
export function list<T>(what: string, shape: Shape<T>, most = MAX_ENTRIES): Shape<readonly T[]> {
  return {
    schema: { type: 'array', description: what, items: shape.schema, maxItems: most },
    read: (node, from) => {
      if (!isSeq(node)) return from.problems.add(node, `expected ${what}, a list, got ${shown(node)}`);
      if (node.items.length > most) {
        return from.problems.add(node, `expected at most ${most} of ${what}, got ${node.items.length}`);
      }
      const values = node.items.map((item) => shape.read(item as ParsedNode, from));
      return values.every((value) => value !== undefined) ? (values as T[]) : undefined;
    },
  };
}

/** One, or a list of some. */
export function oneOrMore<T>(what: string, shape: Shape<T>, most = MAX_ENTRIES): Shape<readonly T[]> {
  const many = list(what, shape, most);
  return {
    schema: { anyOf: [shape.schema, { ...many.schema, minItems: 1 }] },
    read: (node, from) => {
      if (isSeq(node)) {
        if (node.items.length === 0) return from.problems.add(node, `expected at least one of ${what}, got none`);
        return many.read(node, from);
      }
      const value = shape.read(node, from);
      return value === undefined ? undefined : [value];
    },
  };
}

/** A mapping whose names the writer of the file chooses. */
export function named<T>(what: string, shape: Shape<T>): Shape<ReadonlyMap<string, T>> {
  return {
    schema: { type: 'object', description: what, additionalProperties: shape.schema },
    read: (node, from) => {
      if (!isMap(node)) return from.problems.add(node, `expected ${what}, a mapping of names, got ${shown(node)}`);
      const values = new Map<string, T>();
      for (const pair of node.items.slice(0, MAX_ENTRIES)) {
        const [key, value] = [pair.key as ParsedNode, pair.value as ParsedNode | null];
        const name = isScalar(key) && typeof key.value === 'string' ? key.value : undefined;
        if (name === undefined || !NAME.test(name) || name.length > MAX_NAME) {
          from.problems.add(key, `expected a name of letters, digits, "-", "_" and "." in ${what}, got ${shown(key)}`);
        } else if (values.has(name)) from.problems.add(key, `expected ${name} once in ${what}, got it twice`);
        else {
          const read = shape.read(value, from);
          if (read !== undefined) values.set(name, read);
        }
      }
      return values;
    },
  };
}

const NAME = /^[\p{L}\p{N}_.-]+$/u;

/** What is a mapping is read by one shape, anything else by the other. */
export function either<A, B>(mapping: Shape<A>, other: Shape<B>): Shape<A | B> {
  return {
    schema: { anyOf: [other.schema, mapping.schema] },
    read: (node, from) => (isMap(node) ? mapping.read(node, from) : other.read(node, from)),
  };
}
