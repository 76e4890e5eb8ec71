import { keepsAllNames, NAME_NOT_KEPT, parseDay } from '@dqs/core';
import { pathProblem } from '@dqs/core/io';
import { en } from 'zod/locales';
import * as z from 'zod/mini';

// zod/mini starts in a fifth of the time of zod, which every command would wait for, but has no sentences of its own.
z.config(en());

// Flags and environment variables arrive as texts, the settings file has JSON values.
/** A type of what a function makes of a value. */
export const preprocess = <T extends z.ZodMiniType>(convert: (value: unknown) => unknown, type: T) =>
  z.pipe(z.transform(convert), type);
/** How a number is written; the repetitions cannot be divided in several ways, so that a long text is refused at once. */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
/** What is expected where a number is not written so. */
export const EXPECTED_NUMBER = 'expected a number such as 12, 0.5 or 1e3';

/**
 * The number that a text stands for: decimal digits with a point and an exponent where they are needed; −0 is 0, white space
 * around does not count. Undefined for anything else, such as `0x10`, `1_000`, `Infinity` or `NaN`.
 */
function numberOf(text: string): number | undefined {
  const value = DECIMAL.test(text.trim()) ? Number(text) + 0 : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** A number that fits a zod type; texts that read as numbers are numbers. */
export const number = (type: z.ZodMiniType<number, number>) =>
  preprocess(
    (value) => (typeof value === 'string' ? (numberOf(value) ?? value) : typeof value === 'number' ? value + 0 : value),
    z.pipe(z.number(EXPECTED_NUMBER), type),
  );
/** A text that is not empty. */
export const text = z.string().check(z.minLength(1, 'expected a text, got none'));
/** The path of a file or folder of this machine, and no URL. */
export const path = z
  .string()
  .check(z.refine((value) => pathProblem(value) === undefined, { error: ({ input }) => pathProblem(String(input)) }));
/** Texts between commas; anything else is left as it is. */
export const splitText = (value: unknown) =>
  typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value;
/** One or more texts. */
export const list = preprocess(splitText, z.array(text).check(z.minLength(1)));
/** One or more paths. */
export const paths = preprocess(splitText, z.array(path).check(z.minLength(1)));
/** True or false; 1 and 0 are both. */
export const flag = preprocess((value) => FLAG_TEXTS.get(String(value).toLowerCase()) ?? value, z.boolean());
/** A date as days since 1970-01-01. */
export const day = z.pipe(
  z.string().check(z.refine((value) => parseDay(value) !== undefined, 'expected a calendar date as YYYY-MM-DD')),
  z.transform((value) => parseDay(value)!),
);
/** A whole number from 1. */
export const count = number(z.int().check(z.gte(1)));
/** A number from 0 to 1. */
export const share = number(z.number().check(z.gte(0), z.lte(1)));
/** Values by name. No name vanishes: the one that a record cannot keep is refused. */
export const record = <T extends z.ZodMiniType>(value: T, expected?: string) =>
  z.pipe(z.unknown().check(z.refine(keepsAllNames, NAME_NOT_KEPT)), z.record(z.string(), value, expected));
const parameterValue = z.union([z.number(), z.boolean(), z.string()]);
/** Texts of the form key=value as an object; anything else is left as it is. */
export const splitParameters = (value: unknown) =>
  Array.isArray(splitText(value)) ? parameterEntries(splitText(value) as unknown[]) : value;
/** Parameters by name; texts of the form key=value are such. */
export const parameters = preprocess(
  splitParameters,
  record(parameterValue, 'expected key=value, such as num_leaves=31'),
);

const FLAG_TEXTS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** `key=value` texts as an object; a value that reads as a number, true or false is one. */
function parameterEntries(texts: readonly unknown[]): unknown {
  const entries = texts.map((entry) => /^([^=]+)=(.*)$/s.exec(String(entry)));
  if (entries.some((entry) => entry === null)) return texts;
  return Object.fromEntries(entries.map((entry) => [entry![1]!.trim(), parameterOf(entry![2]!)]));
}

function parameterOf(value: string): string | number | boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  return numberOf(value) ?? value;
}
