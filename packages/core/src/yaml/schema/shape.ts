import type { ParsedNode } from 'yaml';

import type { Position, Problems } from '../problems.js';

/** A JSON schema (draft 2020-12), as far as editors need it. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly enum?: readonly (string | number | boolean)[];
  readonly const?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly JsonSchema[];
  readonly default?: unknown;
}

/** A file that is being read. */
export interface Reading {
  readonly text: string;
  readonly problems: Problems;
}

/** What may stand at a place of a file: how it is read, and how an editor is told of it. Declared once for both. */
export interface Shape<T> {
  /** The value; undefined if it is none, after the problem has been noted. */
  readonly read: (node: ParsedNode | null, from: Reading) => T | undefined;
  readonly schema: JsonSchema;
}

/** A value and where it stands. */
export interface Placed<T> {
  readonly value: T;
  readonly place: Position;
}

/** A shape whose values keep their place. */
export function placed<T>(shape: Shape<T>): Shape<Placed<T>> {
  return {
    schema: shape.schema,
    read: (node, from) => {
      const value = shape.read(node, from);
      return value === undefined ? undefined : { value, place: from.problems.positionOf(node) };
    },
  };
}
