import { DqsError, type FeatureFrame } from '@dqs/core';

import { readJsonFile } from '../saved-columns.js';

const CATEGORIES_FILE = 'categories.json';

/** The category codes that a training saw, in rising order, for every column; null for one that is no category. */
export type SeenCategories = readonly (readonly number[] | null)[];

/** The codes of a frame, and those of an earlier training where there was one. */
export function categoriesOf(frame: FeatureFrame, earlier?: SeenCategories): SeenCategories {
  return frame.columns.map(({ kind, values }, i) => {
    if (kind !== 'categorical') return null;
    const codes = new Set<number>(earlier?.[i] ?? []);
    for (const code of values) if (code >= 0) codes.add(code);
    return [...codes].sort((a, b) => a - b);
  });
}

/**
 * Columns as XGBoost takes them. It sends an unseen category to the side of those a split does not name, a decision without
 * evidence: here it becomes a missing value.
 */
export class CategoryMask {
  readonly #known: readonly (Uint8Array | null)[];

  constructor(seen: SeenCategories) {
    this.#known = seen.map((codes) => {
      if (codes === null) return null;
      const known = new Uint8Array((codes.at(-1) ?? -1) + 1);
      for (const code of codes) known[code] = 1;
      return known;
    });
  }

  /** The values of the columns; a column without an unseen category is the frame's own array. */
  apply(frame: FeatureFrame): Float32Array[] {
    return frame.columns.map(({ values }, i) => {
      const known = this.#known[i];
      if (!known) return values;
      const isUnseen = (code: number) => known[code] !== 1 && !Number.isNaN(code);
      return values.some(isUnseen) ? values.map((code) => (isUnseen(code) ? Number.NaN : code)) : values;
    });
  }
}

/** The codes as a file of the model. */
export function writeCategories(seen: SeenCategories): [name: string, bytes: Uint8Array] {
  return [CATEGORIES_FILE, Buffer.from(JSON.stringify(seen), 'utf8')];
}

/** Categories from here on are none to XGBoost, which keeps them as Float32. */
const LAST_CODE = 2 ** 24 - 1;

/**
 * The codes that {@link writeCategories} wrote.
 *
 * @throws DqsError `bundle-corrupt` if the file is missing or holds something else.
 */
export function readCategories(files: ReadonlyMap<string, Uint8Array>, columns: number): SeenCategories {
  const seen = readJsonFile(files, CATEGORIES_FILE);
  if (Array.isArray(seen) && seen.length === columns && seen.every(isCodeList)) return seen as SeenCategories;
  throw new DqsError('bundle-corrupt', `expected category codes for ${columns} columns in ${CATEGORIES_FILE}`);
}

function isCodeList(value: unknown): boolean {
  if (value === null) return true;
  if (!Array.isArray(value)) return false;
  return value.every((code, i) => Number.isInteger(code) && code <= LAST_CODE && code > (i === 0 ? -1 : value[i - 1]));
}
