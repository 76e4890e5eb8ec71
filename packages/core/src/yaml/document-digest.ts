import { sha256 } from '../journal/sealed.js';

/** Where something stands, in documents and in the entries of catalogs. */
const PLACES: ReadonlySet<string> = new Set(['place', 'line', 'lines']);

/** sha256 of what a read document says, without where it says it: comments, blanks and the order of names do not count. */
export function documentDigest(document: unknown): string {
  const said = JSON.stringify(document, (key, one: unknown) => {
    if (PLACES.has(key)) return undefined;
    // Records have their fields in the order of their declaration; names that the writer chose are in that of the file.
    return one instanceof Map ? [...one].sort(([a], [b]) => (a < b ? -1 : 1)) : one;
  });
  return sha256(said);
}
