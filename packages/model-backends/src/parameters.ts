import { didYouMean, DqsError } from '@dqs/core';

import type { ParameterValue } from './descriptor.js';

/** The rule of a parameter: a check that reports the expected value if the given one does not fit. */
export interface ParameterRule {
  /** For messages: `a number from 0`. */
  readonly expected: string;
  readonly fits: (value: ParameterValue) => boolean;
}

/** Parameters that a backend supports, and those it deliberately does not, with the reason. */
export interface ParameterRules {
  readonly backend: string;
  readonly known: Readonly<Record<string, ParameterRule>>;
  /** Unsupported names that people are likely to try, each with the alternative. */
  readonly refused?: Readonly<Record<string, string>>;
}

/**
 * Checks the parameters of a training.
 *
 * @throws DqsError `invalid-argument` that names the first parameter that does not fit, with the nearest known name for
 * an unknown one.
 */
export function checkParameters(
  { backend, known, refused = {} }: ParameterRules,
  params: Readonly<Record<string, ParameterValue>> = {},
): Readonly<Record<string, ParameterValue>> {
  for (const [name, value] of Object.entries(params)) {
    const rule = Object.hasOwn(known, name) ? known[name] : undefined;
    if (rule?.fits(value)) continue;
    const problem = rule
      ? `expected ${rule.expected}, got ${JSON.stringify(value)}`
      : Object.hasOwn(refused, name)
        ? `${backend} does not support it: ${refused[name]}`
        : `${backend} has no such parameter${nearest(name, known)}`;
    throw new DqsError('invalid-argument', `params.${name}: ${problem}`, { details: { parameter: name, backend } });
  }
  return params;
}

function nearest(name: string, known: ParameterRules['known']): string {
  const names = Object.keys(known);
  return didYouMean(name, names, ` (it has ${names.join(', ')})`);
}

/** A finite number within bounds, both included. */
export function numberRule(least: number, most = Number.POSITIVE_INFINITY): ParameterRule {
  const expected = most === Number.POSITIVE_INFINITY ? `a number from ${least}` : `a number from ${least} to ${most}`;
  return {
    expected,
    fits: (value) => Number.isFinite(value) && (value as number) >= least && (value as number) <= most,
  };
}

/** A whole number within bounds, both included. */
export function wholeRule(least: number, most = 2 ** 31 - 1): ParameterRule {
  return {
    expected: most === 2 ** 31 - 1 ? `a whole number from ${least}` : `a whole number from ${least} to ${most}`,
    fits: (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
  };
}

/** One of some values. */
export function oneOfRule(...values: readonly (string | boolean)[]): ParameterRule {
  return { expected: values.map(String).join(' or '), fits: (value) => values.some((known) => known === value) };
}

/** A value that fits one of several rules. */
export function eitherRule(...rules: readonly ParameterRule[]): ParameterRule {
  return {
    expected: rules.map(({ expected }) => expected).join(', or '),
    fits: (value) => rules.some((rule) => rule.fits(value)),
  };
}
