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
function byRank(a: Found, b: Found): number {
  return b.rank - a.rank || b.weight - a.weight || compareText(a.text.name, b.text.name);
}

/** The best of what is found, few of many: nothing else is kept or put in order. */
export class Best {
  readonly #most: number;
  readonly #kept: Found[] = [];
  /** How many there were. */
  count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** The best so far, the best first. */
  get all(): readonly Found[] {
    return this.#kept;
  }

  /** Takes one more into account. */
  add(candidate: Candidate, rank: number): void {
    this.count += 1;
    const last = this.#kept[this.#most - 1];
    if (last !== undefined && rank < last.rank) return;
    const one = { ...candidate, rank };
    const at = this.#kept.findIndex((other) => byRank(one, other) < 0);
    this.#kept.splice(at < 0 ? this.#kept.length : at, 0, one);
    if (this.#kept.length > this.#most) this.#kept.pop();
  }
}
