import type { ParameterDefinition, SearchValue } from './definition.js';

/**
 * One parameter mapped to the unit interval, in which all strategies work: [0, 1] is divided evenly among the values of
 * a discrete parameter, and the logarithm of a logarithmic one is spread evenly.
 */
export interface Dimension {
  readonly name: string;
  readonly isCategorical: boolean;
  /** Number of values; Infinity for a continuous parameter. */
  readonly levels: number;
  /** The value at a coordinate in [0, 1]. */
  valueAt(unit: number): SearchValue;
  /** The coordinate of a value: the middle of its share of [0, 1]; NaN for a value the parameter cannot have. */
  unitOf(value: SearchValue): number;
  /** Index of the level at a coordinate, 0 … levels − 1; 0 if there are no levels. */
  levelAt(unit: number): number;
  /** Ends of the share of [0, 1] that a level has. */
  cell(level: number): readonly [from: number, to: number];
}

/** Significant digits of real-valued parameters: enough to find an optimum, few enough to read. */
const DIGITS = 8;

/** The dimension of a checked parameter. */
export function dimensionOf(name: string, parameter: ParameterDefinition): Dimension {
  if (parameter.type === 'categorical') return categorical(name, parameter.choices);
  const { type, low, high, log = false, step } = parameter;
  if (type === 'int' && log) return logInteger(name, low, high);
  if (type === 'int' || step !== undefined) return stepped(name, low, high, step ?? 1);
  return continuous(name, { low, high, log });
}

function categorical(name: string, choices: readonly SearchValue[]): Dimension {
  const even = evenLevels(choices.length);
  return {
    name,
    isCategorical: true,
    ...even,
    valueAt: (unit) => choices[even.levelAt(unit)]!,
    unitOf: (value) => even.middle(choices.indexOf(value)),
  };
}

function stepped(name: string, low: number, high: number, step: number): Dimension {
  // Tolerates rounding in the number of steps: 0.3 / 0.1 is 2.9999999999999996.
  const even = evenLevels(Math.floor((high - low) / step + 1e-9) + 1);
  return {
    name,
    isCategorical: false,
    ...even,
    valueAt: (unit) => rounded(low + even.levelAt(unit) * step),
    unitOf: (value) => even.middle(typeof value === 'number' ? Math.round((value - low) / step) : -1),
  };
}

function evenLevels(levels: number) {
  return {
    levels,
    levelAt: (unit: number) => Math.min(levels - 1, Math.max(0, Math.floor(unit * levels))),
    cell: (level: number) => [level / levels, (level + 1) / levels] as const,
    middle: (level: number) => (level >= 0 && level < levels ? (level + 0.5) / levels : Number.NaN),
  };
}

/** Each whole number covers the logarithms from half below it to half above it. */
function logInteger(name: string, low: number, high: number): Dimension {
  const [from, to] = [Math.log(low - 0.5), Math.log(high + 0.5)];
  const place = (value: number) => (Math.log(value) - from) / (to - from);
  const integerAt = (unit: number) =>
    Math.min(high, Math.max(low, Math.round(Math.exp(from + Math.min(1, Math.max(0, unit)) * (to - from)))));
  return {
    name,
    isCategorical: false,
    levels: high - low + 1,
    valueAt: integerAt,
    unitOf: (value) => (isWithin(value, low, high) && Number.isInteger(value) ? place(value) : Number.NaN),
    levelAt: (unit) => integerAt(unit) - low,
    cell: (level) => [place(low + level - 0.5), place(low + level + 0.5)],
  };
}

function continuous(name: string, { low, high, log }: { low: number; high: number; log: boolean }): Dimension {
  const [from, to] = log ? [Math.log(low), Math.log(high)] : [low, high];
  const span = to - from;
  return {
    name,
    isCategorical: false,
    levels: span === 0 ? 1 : Number.POSITIVE_INFINITY,
    valueAt: (unit) => {
      const inner = from + Math.min(1, Math.max(0, unit)) * span;
      return Math.min(high, Math.max(low, rounded(log ? Math.exp(inner) : inner)));
    },
    unitOf: (value) => {
      if (!isWithin(value, low, high)) return Number.NaN;
      return span === 0 ? 0.5 : ((log ? Math.log(value) : value) - from) / span;
    },
    levelAt: () => 0,
    cell: () => [0, 1],
  };
}

function isWithin(value: SearchValue, low: number, high: number): value is number {
  return typeof value === 'number' && value >= low && value <= high;
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
