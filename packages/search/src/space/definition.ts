import { DqsError, keepsAllNames, NAME_NOT_KEPT, nearestName } from '@dqs/core';
import { z } from 'zod';

/** A value that a parameter may take. */
export type SearchValue = string | number | boolean;

/** The parameters of one trial by name; a parameter whose condition does not hold is absent. */
export type Parameters = Readonly<Record<string, SearchValue>>;

/** Makes a parameter conditional: every named parameter must be present with the value, or one of the values. */
export type Condition = Readonly<Record<string, SearchValue | readonly SearchValue[]>>;

/** A real number in [low, high]. */
export interface FloatParameter {
  readonly type: 'float';
  readonly low: number;
  readonly high: number;
  /** Search on a logarithmic scale; requires `low` above 0. @default false */
  readonly log?: boolean;
  /** Only low, low + step, low + 2 step, … up to `high`; not with `log`. */
  readonly step?: number;
  readonly when?: Condition;
}

/** A whole number in [low, high], both ends included. */
export interface IntParameter {
  readonly type: 'int';
  readonly low: number;
  readonly high: number;
  /** Search on a logarithmic scale; requires `low` of 1 or more. @default false */
  readonly log?: boolean;
  /** As for a float. @default 1 */
  readonly step?: number;
  readonly when?: Condition;
}

/** One of some values without an order. */
export interface CategoricalParameter {
  readonly type: 'categorical';
  readonly choices: readonly SearchValue[];
  readonly when?: Condition;
}

/** One parameter of a space. */
export type ParameterDefinition = FloatParameter | IntParameter | CategoricalParameter;

/** A space to search: its parameters by name. Plain data. */
export type SpaceDefinition = Readonly<Record<string, ParameterDefinition>>;

const VALUE = z.union([z.string(), z.number(), z.boolean()]);
/** Values by name, none of which is lost. */
const named = <T extends z.ZodType>(value: T) =>
  z
    .unknown()
    .refine(keepsAllNames, NAME_NOT_KEPT)
    .pipe(z.record(z.string().min(1), value));
const WHEN = { when: named(z.union([VALUE, z.array(VALUE).min(1)])).optional() };
const NUMERIC = { log: z.boolean().optional(), step: z.number().gt(0).optional(), ...WHEN };
const PARAMETER = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('float'), low: z.number(), high: z.number(), ...NUMERIC }),
  z.strictObject({ type: z.literal('int'), low: z.int(), high: z.int(), ...NUMERIC }),
  z.strictObject({ type: z.literal('categorical'), choices: z.array(VALUE).min(1), ...WHEN }),
]);
const SPACE = named(PARAMETER);

/**
 * Checks a definition of a space: shape, bounds, steps, and that every condition names a parameter and values it can
 * have, without cycles.
 *
 * @throws DqsError `invalid-argument` that lists every problem with its place.
 */
export function checkSpace(definition: unknown): SpaceDefinition {
  const result = SPACE.safeParse(definition);
  if (!result.success) throw invalid(result.error.issues.map(describeIssue));
  const space = result.data as SpaceDefinition;
  const entries = Object.entries(space);
  const problems = entries.flatMap(([name, parameter]) => [
    ...boundProblems(parameter).map((problem) => `${name}: ${problem}`),
    ...conditionProblems(name, parameter, space),
  ]);
  if (entries.length === 0) problems.push('expected at least one parameter, got none');
  if (problems.length > 0) throw invalid(problems);
  return space;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const place = issue.path.join('.');
  return `${place === '' ? '' : `${place}: `}${issue.message}`;
}

function boundProblems(parameter: ParameterDefinition): string[] {
  if (parameter.type === 'categorical') {
    const distinct = new Set(parameter.choices);
    return distinct.size === parameter.choices.length ? [] : ['expected distinct choices, got one of them twice'];
  }
  const { type, low, high, log, step } = parameter;
  const least = type === 'int' ? 1 : Number.MIN_VALUE;
  const problems: string[] = [];
  if (low > high) problems.push(`expected low ≤ high, got ${low} and ${high}`);
  if (log && low < least) problems.push(`expected low ${type === 'int' ? '≥ 1' : '> 0'} with log, got ${low}`);
  if (log && step !== undefined) problems.push('expected either log or step, got both');
  if (type === 'int' && step !== undefined && !Number.isInteger(step)) {
    problems.push(`expected a whole step, got ${step}`);
  }
  return problems;
}

function conditionProblems(name: string, parameter: ParameterDefinition, space: SpaceDefinition): string[] {
  return Object.entries(parameter.when ?? {}).flatMap(([parent, values]) => {
    const place = `${name}.when.${parent}`;
    if (!Object.hasOwn(space, parent)) {
      const nearest = nearestName(parent, Object.keys(space));
      return [`${place}: no such parameter${nearest ? `, did you mean "${nearest}"?` : ''}`];
    }
    if (isAbove(name, parent, space)) return [`${place}: the conditions are circular`];
    const wrong = conditionValues(values).filter((value) => !canBe(space[parent]!, value));
    return wrong.map((value) => `${place}: "${parent}" can never be ${JSON.stringify(value)}`);
  });
}

/** The values of a condition as a list. */
export function conditionValues(values: Condition[string]): readonly SearchValue[] {
  return typeof values === 'object' ? values : [values];
}

/** Whether `name` is `start` or among the conditions above it. */
function isAbove(name: string, start: string, space: SpaceDefinition, seen = new Set<string>()): boolean {
  if (name === start) return true;
  if (seen.has(start)) return false;
  seen.add(start);
  return Object.keys(space[start]?.when ?? {}).some((parent) => isAbove(name, parent, space, seen));
}

function canBe(parameter: ParameterDefinition, value: SearchValue): boolean {
  if (parameter.type === 'categorical') return parameter.choices.includes(value);
  if (typeof value !== 'number' || value < parameter.low || value > parameter.high) return false;
  return parameter.type === 'float' || Number.isInteger(value);
}

function invalid(problems: readonly string[]): DqsError {
  return new DqsError('invalid-argument', `the search space does not fit: ${problems.join('; ')}`, {
    details: { problems },
  });
}
