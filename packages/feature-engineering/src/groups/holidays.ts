import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

import { calendarParts, didYouMean, DqsError, MS_PER_DAY, parseDay } from '@dqs/core';

import { lastIndexUpTo } from '../history/search.js';
import { movingWithTime, type FeatureGroup } from './feature-group.js';

/** Features of {@link holidays}. */
export const HOLIDAY_FEATURES = movingWithTime(
  ['is_holiday', 'whether the target day is a public holiday (1) or not (0)'],
  ['days_since_holiday', 'days from the last public holiday before the target day'],
  ['days_to_holiday', 'days to the next public holiday after the target day'],
);

/** The years whose holidays are asked for: further away the library knows little, or searches without end. */
const [FIRST_YEAR, LAST_YEAR] = [1900, 2100];

/** What is used of the library `date-holidays`, by its own names. */
interface CountryHolidays {
  getHolidays(year: number): readonly { readonly date: string; readonly start: Date; readonly end: Date }[];
  getCountries(): Readonly<Record<string, string>>;
}

type Library = new (country: string, options: { readonly types: readonly string[] }) => CountryHolidays;

let library: Library | undefined;

/** What the build puts beside the package's own bundle: library and rules in one file, for which npm would install 40 MB. */
const BUNDLED = './date-holidays.cjs';

/** The library, loaded when a group first needs it: it brings a megabyte of rules that no other features read. */
function loaded(): Library {
  if (library !== undefined) return library;
  const require = createRequire(import.meta.url);
  const isBundled = existsSync(new URL(BUNDLED, import.meta.url));
  return (library = (isBundled ? require(BUNDLED) : require('date-holidays')) as Library);
}

/**
 * Whether the target day is a public holiday of a country, and the days from the one before and to the one after. A
 * calendar is known long before the day, so nothing here looks ahead; holidays that a country declares at short notice are in it
 * as the installed version of `date-holidays` has them. Regional holidays are not in it. NaN outside of 1900 to 2100, and in
 * years of which no holiday is known.
 *
 * @param country ISO 3166-1 alpha-2, in capitals.
 * @throws DqsError `invalid-argument` for a country whose holidays are not known.
 */
export function holidays(country: string): FeatureGroup {
  checkCountry(country);
  const calendar = new HolidayCalendar(country);
  return {
    features: HOLIDAY_FEATURES,
    compute({ targetDay }, out, at) {
      const around = calendar.around(targetDay);
      for (let i = 0; i < around.length; i += 1) out[at + i] = around[i]!;
    },
  };
}

function checkCountry(country: string): void {
  const Holidays = loaded();
  const known = Object.keys(new Holidays('', { types: [] }).getCountries());
  if (known.includes(country)) return;
  const near = typeof country === 'string' ? didYouMean(country.toUpperCase(), known) : '';
  throw new DqsError(
    'invalid-argument',
    `expected the country of the group holidays by its ISO 3166-1 code in capitals, such as DE, got ${JSON.stringify(country)}${near}`,
    { details: { country } },
  );
}

/** The holidays of a country. Years are worked out when first asked for, which takes milliseconds each. */
class HolidayCalendar {
  readonly #source: CountryHolidays;
  /** Days of the holidays that begin in a year, ascending. */
  readonly #years = new Map<number, Int32Array>();
  /** What {@link around} has told: many rows share a day. */
  readonly #told = new Map<number, readonly [isHoliday: number, since: number, to: number]>();

  constructor(country: string) {
    const Holidays = loaded();
    this.#source = new Holidays(country, { types: ['public'] });
  }

  around(day: number): readonly [isHoliday: number, since: number, to: number] {
    let told = this.#told.get(day);
    if (told === undefined) this.#told.set(day, (told = this.#around(day)));
    return told;
  }

  #around(day: number): readonly [number, number, number] {
    const { year } = calendarParts(day);
    if (this.#year(year).length === 0) return [Number.NaN, Number.NaN, Number.NaN];
    const days = merged([this.#year(year - 1), this.#year(year), this.#year(year + 1)]);
    const before = lastIndexUpTo(days, 0, days.length, day - 1);
    const upTo = lastIndexUpTo(days, 0, days.length, day);
    // Past either end there is no entry, and the difference is NaN.
    return [upTo === before ? 0 : 1, day - (days[before] ?? Number.NaN), (days[upTo + 1] ?? Number.NaN) - day];
  }

  #year(year: number): Int32Array {
    let days = this.#years.get(year);
    if (days === undefined) this.#years.set(year, (days = this.#read(year)));
    return days;
  }

  #read(year: number): Int32Array {
    if (year < FIRST_YEAR || year > LAST_YEAR) return new Int32Array(0);
    const days = this.#source.getHolidays(year).flatMap(({ date, start, end }) => {
      // The text is the day in the country, whatever the zone of this machine and the hour at which the holiday begins.
      const first = parseDay(date)!;
      const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / MS_PER_DAY));
      return Array.from({ length }, (_, i) => first + i);
    });
    return Int32Array.from(new Set(days)).sort();
  }
}

function merged(years: readonly Int32Array[]): Int32Array {
  return Int32Array.from(new Set(years.flatMap((days) => [...days]))).sort();
}
