import type { Reason, ReasonValue } from '../reason.js';
import type { Expression } from './parse.js';
import { durationText, type Value, type ValueType } from './units.js';
import type { Subject } from './vocabulary.js';

/** A number without a unit takes that of what it stands beside; `60 %` is a share or a percentage. */
export type TermType = ValueType | 'literal' | 'percent';

/** A part of an expression whose type is known. */
export interface Term {
  readonly type: TermType;
  readonly tree: Expression;
  readonly text: string;
  /** Its value if it is written out. */
  readonly fixed?: Value;
  readonly read: (subject: Subject, trace?: Reason[]) => Value | undefined;
}

/** Two parts that do not go together; ends the compilation. */
export class Mismatch extends Error {
  readonly at: number;

  constructor(tree: Expression, problem: string) {
    super(problem);
    this.at = tree.at;
  }
}

/** A value as reasons show it. */
export function shownValue(value: Value | undefined, type: TermType): ReasonValue {
  if (value === undefined) return null;
  if (typeof value !== 'number') return value;
  if (type === 'duration') return durationText(value);
  return Number.isFinite(value) ? Number(value.toPrecision(12)) : null;
}
