import { parseDay, pathProblem } from '@dqs/core';
import { en } from 'zod/locales';
import * as z from 'zod/mini';

// zod/mini starts in a fifth of the time of zod, which every command would wait for, but has no sentences of its own.
z.config(en());

// Flags and environment variables arrive as texts, the settings file has JSON values.
/** A type of what a function makes of a value. */
export const preprocess = <T extends z.ZodMiniType>(convert: (value: unknown) => unknown, type: T) =>
  z.pipe(z.transform(convert), type);
/** A number that fits a zod type; texts that read as numbers are numbers. */
export const number = (type: z.ZodMiniType<number>) =>
  preprocess((value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value), type);
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
export const flag = preprocess((value) => FLAG_TEXTS[String(value).toLowerCase()] ?? value, z.boolean());
/** A date as days since 1970-01-01. */
export const day = z.pipe(
  z.string().check(z.refine((value) => parseDay(value) !== undefined, 'expected a date of the calendar as YYYY-MM-DD')),
  z.transform((value) => parseDay(value)!),
);
/** A whole number from 1. */
export const count = number(z.int().check(z.gte(1)));
/** A number from 0 to 1. */
export const share = number(z.number().check(z.gte(0), z.lte(1)));
const parameterValue = z.union([z.number(), z.boolean(), z.string()]);
/** Parameters by name; texts of the form key=value are such. */
export const parameters = preprocess(
  (value) => (Array.isArray(splitText(value)) ? parameterEntries(splitText(value) as unknown[]) : value),
  z.record(z.string(), parameterValue, 'expected key=value, such as num_leaves=31'),
);

const FLAG_TEXTS: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false };

/** `key=value` texts as an object; a value that reads as a number, true or false is one. */
function parameterEntries(texts: readonly unknown[]): unknown {
  const entries = texts.map((entry) => /^([^=]+)=(.*)$/s.exec(String(entry)));
  if (entries.some((entry) => entry === null)) return texts;
  return Object.fromEntries(entries.map((entry) => [entry![1]!.trim(), parameterOf(entry![2]!)]));
}

function parameterOf(value: string): string | number | boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}
