import { isStoreUrl, storeUrlProblem } from '@dqs/cloud';
import { keepsAllNames, NAME_NOT_KEPT, parseDay } from '@dqs/core';
import { pathProblem } from '@dqs/core/io';
import { en } from 'zod/locales';
import * as z from 'zod/mini';

// zod/mini starts in a fifth of the time of zod, which every command would wait for, but has no sentences of its own.
z.config(en());

/**
 * What a setting may hold: the schema of its value in JSON, which an API takes as it is, and how the text of a flag or of
 * an environment variable becomes such a value.
 */
export interface Kind<T extends z.core.$ZodType = z.core.$ZodType> {
  readonly schema: T;
  /** Makes the JSON value of a text; leaves alone what it cannot read, which the schema then refuses. */
  readonly read?: (value: unknown) => unknown;
  /** What is expected where the value has the wrong type. */
  readonly expected?: string;
}

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

function readNumber(value: unknown): unknown {
  if (typeof value === 'number') return value + 0;
  return typeof value === 'string' ? (numberOf(value) ?? value) : value;
}

/** Texts between commas; anything else is left as it is. */
const splitText = (value: unknown) => (typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value);
/** One text as a list of one. */
export const alone = (value: unknown) => (typeof value === 'string' ? [value] : value);

/**
 * A kind whose schema is made when it is first looked at: a command reads a few of all settings, and schemas are most of
 * what a declaration costs.
 */
export function kind<T extends z.core.$ZodType>(make: () => T, facts: Omit<Kind<T>, 'schema'> = {}): Kind<T> {
  let made: T | undefined;
  return {
    get schema() {
      return (made ??= make());
    },
    ...facts,
  };
}

/** A kind whose values are read in another way. */
export function reading<T extends z.core.$ZodType>(like: Kind<T>, read: (value: unknown) => unknown): Kind<T> {
  return kind(() => like.schema, { read });
}

/** A number that fits a schema; texts that read as numbers are numbers. */
export const number = <T extends z.core.$ZodType>(make: () => T): Kind<T> =>
  kind(make, { read: readNumber, expected: EXPECTED_NUMBER });
/** A whole number from 1. */
export const count = number(() => z.int().check(z.gte(1)));
/** A whole number of a range, both ends included. */
export const whole = (least: number, most: number) => number(() => z.int().check(z.gte(least), z.lte(most)));
/** A number from 0 to 1. */
export const share = number(() => z.number().check(z.gte(0), z.lte(1)));
/** Whole numbers of a range; in a text, numbers and spans between commas: `1-3,7`. */
export const spans = (least: number, most: number) =>
  kind(() => z.array(z.int().check(z.gte(least), z.lte(most))).check(z.minLength(1)), {
    read: (value) => (typeof value === 'string' ? (spansOf(value, most) ?? value) : value),
    expected: `expected numbers from ${least} to ${most} such as 1-3,7`,
  });

/** The numbers that a text of spans stands for; undefined for anything else. */
function spansOf(text: string, most: number): number[] | undefined {
  const parts = text.split(',').map((part) => /^\s*(\d{1,9})\s*(?:-\s*(\d{1,9})\s*)?$/.exec(part));
  const spans = parts.map((part) => (part === null ? [] : [Number(part[1]), Number(part[2] ?? part[1])]));
  if (spans.some(([from, to]) => from === undefined || from > to! || to! > most)) return undefined;
  return spans.flatMap(([from, to]) => Array.from({ length: to! - from! + 1 }, (_, i) => from! + i));
}

/** A text that is not empty. */
export const text = kind(() => z.string().check(z.minLength(1, 'expected a text, got none')));
/** One of some names. */
export const choice = <const T extends readonly [string, ...string[]]>(...names: T) => kind(() => z.enum(names));
/** The path of a file or folder of this machine, and no URL. */
export const path = kind(() =>
  z
    .string()
    .check(z.refine((value) => pathProblem(value) === undefined, { error: ({ input }) => pathProblem(String(input)) })),
);
/** A folder of this machine, or the URL of a store in a cloud. */
export const storePlace = kind(() =>
  z
    .string()
    .check(
      z.refine((value) => placeProblem(value) === undefined, { error: ({ input }) => placeProblem(String(input)) }),
    ),
);
/** One or more such places. */
export const storePlaces = kind(() => z.array(storePlace.schema).check(z.minLength(1)), { read: splitText });
/** One or more paths. */
export const paths = kind(() => z.array(path.schema).check(z.minLength(1)), { read: splitText });
/** One or more texts; in a text, between commas. */
export const list = kind(() => z.array(text.schema).check(z.minLength(1)), { read: splitText });
/** One or more texts that may hold commas. */
export const texts = kind(() => z.array(text.schema).check(z.minLength(1)), { read: alone });
/** A date; its value is days since 1970-01-01. */
export const day = kind(() =>
  z.pipe(
    z.string().check(z.refine((value) => parseDay(value) !== undefined, 'expected a calendar date as YYYY-MM-DD')),
    z.transform((value) => parseDay(value)!),
  ),
);
/** A date; its value is the text. */
export const dateText = kind(() =>
  z
    .string()
    .check(
      z.refine(
        (value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && parseDay(value) !== undefined,
        'expected a calendar date as YYYY-MM-DD',
      ),
    ),
);
/** Names out of some, between commas. */
export const choices = <const T extends readonly [string, ...string[]]>(...names: T) =>
  kind(() => z.array(z.enum(names)), { read: splitText });

/** Texts by name: `a=b,c=d`; a comma that no name and `=` follow belongs to the text. */
export const textsByName = kind(() => record(z.string(), 'expected name=text, such as rule_code=check_name'), {
  read: (value) => {
    const entries =
      typeof value === 'string' ? value.split(/,(?= ?\w{1,40}=)/).map((part) => /^([^=]+)=(.*)$/s.exec(part)) : [null];
    if (entries.some((entry) => entry === null)) return value;
    return Object.fromEntries(entries.map((entry) => [entry![1]!.trim(), entry![2]!]));
  },
});

/** Lists of words by name: `pass=OK|BESTANDEN,fail=KO`. */
export const wordsByName = kind(
  () => record(z.array(z.string()), 'expected name=word|word, such as pass=OK|BESTANDEN,fail=KO'),
  {
    read: (value) => {
      const texts = textsByName.read!(value);
      if (typeof texts !== 'object' || texts === value) return value;
      return Object.fromEntries(
        Object.entries(texts as object).map(([name, words]) => [name, String(words).split('|')]),
      );
    },
  },
);

const FLAG_TEXTS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);
/** True or false; 1 and 0 are both. */
export const flag = kind(() => z.boolean(), {
  read: (value) => FLAG_TEXTS.get(String(value).toLowerCase()) ?? value,
});

/** Whole numbers from 1, or `auto`. */
export const countOrAuto = kind(
  () => z.union([z.literal('auto'), z.int().check(z.gte(1), z.lte(1024))], 'expected a whole number from 1, or auto'),
  { read: readNumber },
);

/** A number that fits a schema, which a text may also write as a fraction: `1/8`. */
export const fraction = <T extends z.core.$ZodType>(make: () => T, expected: string): Kind<T> =>
  kind(make, { read: (value) => (typeof value === 'string' ? readFraction(value) : readNumber(value)), expected });

function readFraction(text: string): unknown {
  const parts = text.split('/').map(numberOf);
  const [above, below] = parts as [number | undefined, number | undefined];
  if (parts.length !== 2 || above === undefined || below === undefined || below === 0) return readNumber(text);
  return above / below;
}

/** Values by name. No name vanishes: the one that a record cannot keep is refused. */
const record = <T extends z.ZodMiniType>(value: T, expected: string) =>
  z.pipe(z.unknown().check(z.refine(keepsAllNames, NAME_NOT_KEPT)), z.record(z.string(), value, expected));

/** Parameters by name; texts of the form key=value are such. */
export const parameters = kind(
  () => record(z.union([z.number(), z.boolean(), z.string()]), 'expected key=value, such as num_leaves=31'),
  { read: splitParameters },
);
/** Numbers by name; one that is switched off is null. */
export const limits = kind(
  () => record(z.union([z.number(), z.null()], EXPECTED_NUMBER), 'expected name=number, such as minSkill=0.1'),
  { read: splitParameters },
);

/** Texts of the form key=value as an object; anything else is left as it is. A value that reads as a number is one. */
function splitParameters(value: unknown): unknown {
  const parts = splitText(value);
  if (!Array.isArray(parts)) return value;
  const entries = parts.map((entry) => /^([^=]+)=(.*)$/s.exec(String(entry)));
  if (entries.some((entry) => entry === null)) return parts;
  return Object.fromEntries(entries.map((entry) => [entry![1]!.trim(), parameterOf(entry![2]!)]));
}

function parameterOf(value: string): string | number | boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  return numberOf(value) ?? value;
}

/** Why a text is no place of a store; undefined if it is one. */
function placeProblem(place: string): string | undefined {
  // What is no path is a URL, of a kind that no store has if it is not one of a store.
  return isStoreUrl(place) || pathProblem(place) !== undefined ? storeUrlProblem(place) : undefined;
}
