import { MS_PER_HOUR, MS_PER_MINUTE } from '@dqs/core';
import * as z from 'zod/mini';

import { kind } from './kinds.js';

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: MS_PER_MINUTE, h: MS_PER_HOUR };
const BYTES: Readonly<Record<string, number>> = { kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };

/** A number above 0 with a unit, in the smallest of the units. */
const withUnit = (units: Readonly<Record<string, number>>, expected: string) =>
  kind(() =>
    z.pipe(
      z.string().check(z.refine((value) => Number.isFinite(amountOf(value, units)), expected)),
      z.transform((value) => amountOf(value, units)),
    ),
  );

/** `90s` in the smallest unit; NaN if it is no positive amount. */
function amountOf(value: string, units: Readonly<Record<string, number>>): number {
  const [, digits, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(value) ?? [];
  const amount = Number(digits) * (units[unit.toLowerCase()] ?? Number.NaN);
  return amount > 0 ? amount : Number.NaN;
}

/** A duration as `90s`; its value is milliseconds. */
export const duration = withUnit(MILLISECONDS, 'expected a duration such as 90s, 10m or 2h');
/** A size as `500MB`; its value is bytes. */
export const size = withUnit(BYTES, 'expected a size such as 500MB or 2GB');

/** A time in milliseconds since 1970, which has to say its zone; a day stands for its first or its last millisecond. */
export const timeOf = (dayEnd: 'first' | 'last') =>
  kind(() =>
    z.pipe(
      z
        .string()
        .check(
          z.refine(
            (value) => Number.isFinite(millisecondsOf(value, dayEnd)),
            'expected a date as YYYY-MM-DD, or a time as 2026-03-01T12:00:00Z',
          ),
        ),
      z.transform((value) => millisecondsOf(value, dayEnd)),
    ),
  );

function millisecondsOf(value: string, dayEnd: 'first' | 'last'): number {
  const rest = dayEnd === 'first' ? 'T00:00:00.000Z' : 'T23:59:59.999Z';
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return Date.parse(`${value}${rest}`);
  return /^[^T]*T.*(?:Z|[+-]\d{2}:\d{2})$/.test(value) ? Date.parse(value) : Number.NaN;
}
