import { FORECAST_COLUMNS, parseDay } from '@dqs/core';
import * as z from 'zod';

/** A calendar day. */
export const DATE = z.iso
  .date('expected a calendar date as YYYY-MM-DD')
  .describe('Calendar date, YYYY-MM-DD')
  .transform((text) => parseDay(text)!);

/** A time that a caller names. */
export const TIME = z.iso.datetime({
  offset: true,
  error: 'expected a time with its zone, such as 2026-03-01T12:00:00Z',
});

/** A time that was read from a clock, in milliseconds since 1970. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString();
}

/** A time at which something was known; a query without one is about now. */
export const KNOWN_AT = TIME.describe('Only what was known at this time; the same bytes whenever it is asked')
  .transform((text) => Date.parse(text))
  .optional();

export const MOST_NAME_LENGTH = 1000;

/** A name of any kind: a tenant, a dataset, a rule. */
export const NAME = z.string().max(MOST_NAME_LENGTH);

const MOST_ROWS = 10_000;

/** Which page of a list. */
export const PAGE = {
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(100).describe('Rows of a page'),
  cursor: z.string().max(2000).optional().describe('`next_cursor` of the page before'),
};

/** A page of a list whose rows fit a schema. */
export function pageOf(row: z.ZodType): z.ZodType {
  return z.strictObject({ data: z.array(row), next_cursor: z.string().nullable() });
}

const KINDS = {
  text: z.string(),
  date: z.iso.date(),
  integer: z.int(),
  number: z.number(),
  optional: z.number().nullable(),
  texts: z.array(z.string()),
};

/** The fields of a forecast, as `FORECAST_COLUMNS` of core declares them. */
export const FORECAST_FIELDS: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  FORECAST_COLUMNS.map(({ name, kind, meaning }) => [name, KINDS[kind].describe(meaning)]),
);
