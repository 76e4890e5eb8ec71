import { DqsError } from '@dqs/core';
import { parse } from 'csv-parse/sync';

import { CSV_DIALECT } from '../delimited/csv-dialect.js';
import { isObject, type JsonObject } from './json-values.js';

const DELIMITERS = [',', ';', '\t', '|'];

/**
 * The rows of delimited text as objects with texts, by the lower case of their columns' names.
 *
 * @param columns the columns that are kept.
 * @throws DqsError `input-unreadable` where it is no delimited text.
 */
export function readTable(bytes: Buffer, name: string, columns: ReadonlySet<string>): JsonObject[] {
  try {
    const delimiter = delimiterOf(bytes);
    const [header = [], ...rows] = parse(bytes, { ...CSV_DIALECT, delimiter, quote: '"' });
    const kept = header.map((title) => keptName(title, columns));
    return rows.map((fields) => pick(kept, fields));
  } catch (cause) {
    const message = `expected JSON or delimited text in ${name}, got neither: ${(cause as Error).message.split('\n')[0]}`;
    throw new DqsError('input-unreadable', message, { cause, details: { path: name } });
  }
}

/** The delimiter that the first line has most of. */
export function delimiterOf(start: Buffer): string {
  const [line = ''] = start.toString('utf8', 0, 65_536).split(/\r?\n/, 1);
  const count = (delimiter: string) => line.split(delimiter).length;
  return DELIMITERS.reduce((best, one) => (count(one) > count(best) ? one : best));
}

/** The names in the first line of delimited text, in lower case. */
export function headerNames(start: Buffer): Set<string> {
  const [line = ''] = start
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/, 1);
  return new Set(line.split(delimiterOf(start)).map((name) => name.trim().replace(/^"|"$/g, '').toLowerCase()));
}

/** A row with those of its members that are kept, by their names in lower case. */
export function rowOf(value: unknown, columns: ReadonlySet<string>): JsonObject {
  if (!isObject(value)) return {};
  const names = Object.keys(value);
  return pick(
    names.map((name) => keptName(name, columns)),
    names.map((name) => value[name]),
  );
}

function keptName(title: string, columns: ReadonlySet<string>): string | undefined {
  const name = title.trim().toLowerCase();
  return columns.has(name) ? name : undefined;
}

/** Only names that a tool declares become members. */
function pick(kept: readonly (string | undefined)[], values: readonly unknown[]): JsonObject {
  return Object.fromEntries(kept.flatMap((name, at) => (name === undefined ? [] : [[name, values[at]]])));
}
