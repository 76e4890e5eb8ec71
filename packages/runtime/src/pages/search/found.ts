import { compareText } from '@dqs/core';

import type { SeriesState } from '../series-rows.js';
import type { Findable } from './words.js';

/** What can be found, in the order in which lists are shown. */
export const FOUND_KINDS = ['page', 'act', 'incident', 'series', 'source', 'owner', 'model', 'rule'] as const;

/** One of {@link FOUND_KINDS}. */
export type FoundKind = (typeof FOUND_KINDS)[number];

/** Something that was found. Survives JSON. */
export interface FoundRow {
  readonly kind: FoundKind;
  readonly id: string;
  readonly title: string;
  /** What tells it from others of the same title. */
  readonly detail: string | null;
  /** Where it is, without the origin. */
  readonly path: string;
  /** Of a series. */
  readonly state: SeriesState | null;
}

/** Something that may be found, and how it is shown if it is. */
export interface Candidate {
  readonly kind: FoundKind;
  readonly text: Findable;
  /** Of two that are found as well the one with more comes first. */
  readonly weight: number;
  readonly row: () => Omit<FoundRow, 'kind' | 'state'>;
}

/** A candidate that a question finds. */
export interface Found extends Candidate {
  readonly rank: number;
}

/** The order of what was found: the best first. */
export function byRank(a: Found, b: Found): number {
  return b.rank - a.rank || b.weight - a.weight || compareText(a.text.name, b.text.name);
}
