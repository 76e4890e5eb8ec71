import type { Level } from '../alerts/alert.js';
import type { ModelFacts, SeriesFacts, SourceFacts, SystemFacts } from '../facts/facts.js';
import type { Reason } from '../reason.js';
import type { Value, ValueType } from './units.js';

/** What an expression is asked about. */
export interface FactsByLevel {
  readonly series: SeriesFacts;
  readonly source: SourceFacts;
  readonly model: ModelFacts;
  readonly system: SystemFacts;
}

/** A subject and the day by which it is judged. */
export interface Subject<L extends Level = Level> {
  readonly facts: FactsByLevel[L];
  readonly day: number;
}

/** A name that expressions of a level may use. */
export interface FactDefinition<L extends Level> {
  readonly type: ValueType;
  readonly meaning: string;
  /** The value; undefined where it is not known. */
  readonly read: (subject: Subject<L>) => Value | undefined;
  /** What to show of a true-or-false fact in reasons. */
  readonly shows?: (subject: Subject<L>) => Pick<Reason, 'observed' | 'limit'>;
}

/** A parameter of a function. */
export interface Parameter {
  readonly name: string;
  readonly type: ValueType;
  /** Taken if the argument is left out. */
  readonly fallback?: Value;
  /** Must be written out rather than computed. */
  readonly isFixed?: boolean;
  /** Names that it may be, written without quotes. */
  readonly choices?: readonly string[];
  /** What its value has to be beside its type, in words, and whether a value is. */
  readonly limit?: readonly [string, (value: number) => boolean];
}

/** A function that expressions of a level may call. */
export interface FunctionDefinition<L extends Level> {
  readonly type: ValueType;
  readonly meaning: string;
  readonly parameters: readonly Parameter[];
  readonly apply: (subject: Subject<L>, args: readonly Value[]) => Value | undefined;
  readonly shows?: (subject: Subject<L>, args: readonly Value[]) => Pick<Reason, 'observed' | 'limit'>;
}

/** What expressions of a level may say. */
export interface Vocabulary<L extends Level> {
  readonly facts: ReadonlyMap<string, FactDefinition<L>>;
  readonly functions: ReadonlyMap<string, FunctionDefinition<L>>;
}

/** A fact that is read off the facts of its level. */
export function fact<L extends Level>(
  type: ValueType,
  meaning: string,
  read: (facts: FactsByLevel[L], day: number) => Value | null | undefined,
  shows?: FactDefinition<L>['shows'],
): FactDefinition<L> {
  return {
    type,
    meaning,
    read: ({ facts, day }) => {
      const value = read(facts, day) ?? undefined;
      return Number.isNaN(value) ? undefined : value;
    },
    ...(shows !== undefined && { shows }),
  };
}
