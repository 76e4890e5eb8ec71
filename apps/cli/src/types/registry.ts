import * as z from 'zod/mini';

import { count, flag, path, preprocess, text } from './kinds.js';

/** `key=value` texts; `key=` is null, which takes a tag away. */
const tags = preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.pipe(
    z
      .array(z.string().check(z.regex(/^[^=]+=/, 'expected key=value, such as owner=ann, or key= to take a tag away')))
      .check(z.minLength(1)),
    z.transform((texts): Record<string, string | null> => Object.fromEntries(texts.map(tagOf))),
  ),
);

function tagOf(pair: string): [string, string | null] {
  const at = pair.indexOf('=');
  const value = pair.slice(at + 1).trim();
  return [pair.slice(0, at).trim(), value === '' ? null : value];
}

/** A day stands for its last millisecond; a time has to say its zone. */
const moment = z.pipe(
  z
    .string()
    .check(
      z.refine(
        (value) => Number.isFinite(momentOf(value)),
        'expected a date as YYYY-MM-DD, or a time as 2026-03-01T12:00:00Z',
      ),
    ),
  z.transform(momentOf),
);

function momentOf(value: string): number {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return Date.parse(`${value}T23:59:59.999Z`);
  return /T.*(?:Z|[+-]\d{2}:\d{2})$/.test(value) ? Date.parse(value) : Number.NaN;
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
  moment,
  last: count,
  tags,
  keepLast: count,
  apply: flag,
  archive: path,
};
