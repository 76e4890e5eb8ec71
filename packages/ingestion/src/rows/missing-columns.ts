import { DqsError } from '@dqs/core';

import type { ColumnMapping } from './mapping.js';
import { likelyColumn } from './likely-columns.js';

/** What is missing from which header. */
interface MissingColumns {
  readonly missing: readonly string[];
  readonly found: readonly string[];
  /** Name of the input. */
  readonly where: string;
  /** The delimiter in use, undefined if the format has none. */
  readonly delimiter: string | undefined;
  readonly mapping: ColumnMapping;
}

/** The error for columns that are missing, with the option that would help. */
export function missingColumns({ missing, found, where, delimiter, mapping }: MissingColumns): DqsError {
  const details = { path: where, missing, found: found.slice(0, 50), delimiter };
  const likely = delimiter === undefined ? undefined : likelyDelimiter(found.join(delimiter), delimiter);
  if (likely !== undefined && found.length <= 2) {
    const message =
      `expected columns separated by ${nameOfDelimiter(delimiter!)} in ${where}, but the header looks separated by ` +
      `${nameOfDelimiter(likely)}; set the option delimiter to ${JSON.stringify(likely)} (--delimiter), or leave it out`;
    return new DqsError('input-column-missing', message, { details: { ...details, likelyDelimiter: likely } });
  }
  const wanted = missing.map((name) => describeMissing(name, found, mapping)).join('; ');
  const shown = found.slice(0, 20).join(', ') + (found.length > 20 ? ', …' : '');
  const message = `${where} lacks ${wanted}. Its columns are: ${shown}${allTogether(missing, found, mapping)}`;
  return new DqsError('input-column-missing', message, { details });
}

/** One option for all columns, where each has a likely name. */
function allTogether(missing: readonly string[], found: readonly string[], { names }: ColumnMapping): string {
  const likely = missing.map((name) => likelyColumn(name, found, [...names.values()]));
  if (missing.length < 2 || likely.includes(undefined)) return '';
  const given = [...names].filter(([column]) => !missing.includes(column));
  const pairs = [...given, ...missing.map((name, i) => [name, likely[i]!] as const)];
  const text = pairs.map((pair) => pair.join('=')).join(',');
  return `. Together: --map ${quotedIfNeeded(text)}`;
}

function describeMissing(name: string, found: readonly string[], { names }: ColumnMapping): string {
  const asked = [...names].find(([column]) => column === name)?.[1];
  const near = likelyColumn(name, found, [...names.values()]);
  const flag = `--map ${name}=${near === undefined ? '<its name>' : quotedIfNeeded(near)}`;
  if (asked !== undefined)
    return `the column "${asked}", which --map says is ${name}${near ? ` (did you mean ${flag}?)` : ''}`;
  if (near === undefined) return `the column "${name}" (say ${flag}, or --set ${name}=<a text for every row>)`;
  return `the column "${name}" (did you mean "${near}"? say ${flag})`;
}

/** A text as a shell takes it. */
function quotedIfNeeded(name: string): string {
  return /^[\w.,=-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`;
}

/** Delimiters that are tried, in this order. */
export const DELIMITERS = [',', ';', '\t', '|'];

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({ ',': 'a comma', ';': 'a semicolon', '\t': 'a tab', '|': 'a bar (|)' }),
);

/** A delimiter in words, for messages. */
export function nameOfDelimiter(delimiter: string): string {
  return NAMES.get(delimiter) ?? JSON.stringify(delimiter);
}

/** The delimiter a header line was probably written with, if that is not the one in use; otherwise undefined. */
function likelyDelimiter(headerLine: string, inUse: string): string | undefined {
  const count = (delimiter: string) => headerLine.split(delimiter).length - 1;
  const best = DELIMITERS.filter((candidate) => candidate !== inUse).sort((a, b) => count(b) - count(a))[0]!;
  return count(best) > count(inUse) ? best : undefined;
}
