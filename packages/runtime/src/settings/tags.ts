import * as z from 'zod/mini';

import { alone, kind } from './kinds.js';

/** `key=value` texts; `key=` is null, which takes a tag away. */
export const tags = kind(
  () =>
    z.pipe(
      z
        .array(z.string().check(z.regex(/^[^=]+=/, 'expected key=value, such as owner=ann, or key= to remove a tag')))
        .check(z.minLength(1)),
      z.transform((texts): Record<string, string | null> => Object.fromEntries(texts.map(tagOf))),
    ),
  { read: alone },
);

/** Tags to look for: `key=value`; `key` alone and `key=` stand for any text, null. */
export const wantedTags = kind(
  () =>
    z.pipe(
      z.array(z.string().check(z.minLength(1, 'expected a text, got none'))).check(z.minLength(1)),
      z.transform((texts): Record<string, string | null> => {
        return Object.fromEntries(texts.map((one) => tagOf(one.includes('=') ? one : `${one}=`)));
      }),
    ),
  { read: alone },
);

function tagOf(pair: string): [string, string | null] {
  const at = pair.indexOf('=');
  const value = pair.slice(at + 1).trim();
  return [pair.slice(0, at).trim(), value === '' ? null : value];
}
