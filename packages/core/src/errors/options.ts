import type { Hooks } from '../services.js';
import { DqsError } from './dqs-error.js';
import { didYouMean } from './suggest.js';

/** A problem that a schema found in an options object, in the form of zod's issues. */
export interface OptionIssue {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** The unknown names, if names are the problem. */
  readonly keys?: readonly string[];
}

/** An issue in words: where and what, or what `unknown` says of each unknown name. */
export function optionProblem(issue: OptionIssue, unknown: (name: string) => string): string {
  if (issue.code !== 'unrecognized_keys') return `${issue.path.join('.')}: ${issue.message}`;
  return issue.keys!.map(unknown).join('; ');
}

/** The names of options, of which the compiler lets none be left out: `optionNames<Options>({ rows: true })`. */
export function optionNames<Options>(names: Readonly<Record<keyof Options, true>>): readonly string[] {
  return Object.keys(names);
}

const HOOK_NAMES = optionNames<Hooks>({ signal: true, logger: true, onProgress: true, clock: true });

/** Says of a name that it is none of the options, and which one it may have meant. */
export function unknownOption(known: readonly string[]): (name: string) => string {
  return (name) => {
    const hint = HOOK_NAMES.includes(name) ? '; hooks are an argument of their own, the last' : didYouMean(name, known);
    return `unknown option "${name}"${hint}`;
  };
}

/** What {@link unknownOption} says of each name that is none of the options; what is undefined is not given. */
export function unknownOptions(given: object, known: readonly string[]): string[] {
  const names = Object.entries(given).filter(([name, value]) => value !== undefined && !known.includes(name));
  return names.map(([name]) => unknownOption(known)(name));
}

/** The error about problems with options: `what` are invalid, such as `training options`. */
export function invalidOptions(what: string, problems: readonly string[]): DqsError {
  return new DqsError('invalid-argument', `invalid ${what}: ${problems.join('; ')}`, { details: { problems } });
}

/**
 * Refuses options with names that are not known.
 *
 * @param what what they are, such as `search options`.
 * @throws DqsError `invalid-argument` that lists every unknown name, with the nearest known one.
 */
export function assertKnownOptions(what: string, given: object, known: readonly string[]): void {
  const problems = unknownOptions(given, known);
  if (problems.length > 0) throw invalidOptions(what, problems);
}
