import * as z from 'zod/mini';

import { count, flag, number, path, preprocess, text } from './kinds.js';

/** `key=value` texts; `key=` is null, which takes a tag away. */
const tags = preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.pipe(
    z
      .array(z.string().check(z.regex(/^[^=]+=/, 'expected key=value, such as owner=ann, or key= to remove a tag')))
      .check(z.minLength(1)),
    z.transform((texts): Record<string, string | null> => Object.fromEntries(texts.map(tagOf))),
  ),
);

function tagOf(pair: string): [string, string | null] {
  const at = pair.indexOf('=');
  const value = pair.slice(at + 1).trim();
  return [pair.slice(0, at).trim(), value === '' ? null : value];
}

/** Tags to look for: `key=value`; `key` alone and `key=` stand for any text, null. */
const wantedTags = preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.pipe(
    z.array(text).check(z.minLength(1)),
    z.transform((texts): Record<string, string | null> => {
      return Object.fromEntries(texts.map((one) => tagOf(one.includes('=') ? one : `${one}=`)));
    }),
  ),
);

/** A time in milliseconds since 1970, which has to say its zone; a day stands for its first or its last millisecond. */
const timeOf = (dayEnd: 'first' | 'last') =>
  z.pipe(
    z
      .string()
      .check(
        z.refine(
          (value) => Number.isFinite(millisecondsOf(value, dayEnd)),
          'expected a date as YYYY-MM-DD, or a time as 2026-03-01T12:00:00Z',
        ),
      ),
    z.transform((value) => millisecondsOf(value, dayEnd)),
  );

function millisecondsOf(value: string, dayEnd: 'first' | 'last'): number {
  const rest = dayEnd === 'first' ? 'T00:00:00.000Z' : 'T23:59:59.999Z';
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return Date.parse(`${value}${rest}`);
  return /^[^T]*T.*(?:Z|[+-]\d{2}:\d{2})$/.test(value) ? Date.parse(value) : Number.NaN;
}

/** What the options of the registry of versions may hold. */
export const REGISTRY_TYPES = {
  registry: path,
  modelName: text,
  reference: text,
  aliasName: text,
  baselineVersion: path,
  candidateVersion: path,
  bump: z.enum(['major', 'minor', 'patch']),
  setVersion: text,
  parentVersion: text,
  note: text,
  by: text,
  reason: text,
  override: flag,
  expect: text,
  dryRun: flag,
  rollbackTo: text,
  moment: timeOf('last'),
  expectHead: text,
  namePart: text,
  withTags: wantedTags,
  withModelTags: wantedTags,
  madeWith: text,
  registeredBy: text,
  pointedAt: text,
  minMae: number(z.number()),
  maxMae: number(z.number()),
  since: timeOf('first'),
  until: timeOf('last'),
  sortBy: z.enum(['newest', 'error', 'name']),
  page: count,
  pageSize: number(z.int().check(z.gte(1), z.lte(1000))),
  newName: text,
  removeNote: flag,
  words: text,
  deleted: text,
  last: count,
  tags,
  keepLast: count,
  apply: flag,
  archive: path,
};
