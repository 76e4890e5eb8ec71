import type { Role } from './course.js';

/** One bar: 0 or more, as long as its value. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as it is written behind the bar. */
  readonly text: string;
  readonly role: Role;
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
