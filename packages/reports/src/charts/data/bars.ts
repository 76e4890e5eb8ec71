import type { Role } from './course.js';

/** One bar, as long as its value; below 0 it leads the other way. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as it is written behind the bar. */
  readonly text: string;
  /** A role, or the state that it counts. */
  readonly role: Role | 'watch' | 'failing';
}

/** Values to compare, one bar each. */
export interface Bars {
  readonly title: string;
  readonly note?: string;
  /** What the chart shows in one sentence. */
  readonly finding: string;
  /** What a bar stands for, and what its length is. */
  readonly of: { readonly label: string; readonly value: string };
  readonly bars: readonly Bar[];
}
