import { MS_PER_DAY, parseDay } from '@dqs/core';

import { localDayIn, type LocalDay } from './time-zone.js';

/** The day of a text without white space around it; undefined where it is none. */
export type DayParser = (text: string) => number | undefined;

/** Milliseconds of the units of epochs. */
const EPOCHS: ReadonlyMap<string, number> = new Map([
  ['epoch-s', 1000],
  ['epoch-ms', 1],
  ['epoch-us', 0.001],
  ['epoch-ns', 0.000_001],
]);

/** What a format may be, for messages. */
export const DATE_FORMATS = `iso, ${[...EPOCHS.keys()].join(', ')}, or a pattern such as yyyyMMdd, dd.MM.yyyy or yyyy-MM-dd'T'HH:mm:ssXXX`;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const LONG_MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july'],
  ...['august', 'september', 'october', 'november', 'december'],
];

/** Values that a pattern has found in a text. */
interface Found {
  year?: number;
  month?: number;
  day?: number;
  hour?: number;
  minute?: number;
  second?: number;
  /** Minutes east of UTC. */
  offset?: number;
}

/** Reads a part of a text from a position; gives the position behind it, −1 where the text does not fit. */
type Step = (text: string, at: number, found: Found) => number;

/** Which lengths a field may have in a pattern, and what it reads. */
type Field = readonly [readonly number[], (length: number) => Step];

const FIELDS = new Map<string, Field>([
  ['y', [[4], () => digits('year', 4, 4)]],
  ['M', [[1, 2, 3, 4], (length) => (length > 2 ? monthName(length) : digits('month', length, 2))]],
  ['d', [[1, 2], (length) => digits('day', length, 2)]],
  ['H', [[1, 2], (length) => digits('hour', length, 2)]],
  ['m', [[2], () => digits('minute', 2, 2)]],
  ['s', [[2], () => digits('second', 2, 2)]],
  ['S', [[1, 2, 3, 6, 9], (length) => digits(undefined, length, length)]],
  ['X', [[1, 2, 3], () => offset]],
]);

/**
 * The parser of a date format, undefined where it is none: `iso` (`YYYY-MM-DD`, perhaps with a time), `epoch-s`,
 * `epoch-ms`, `epoch-us`, `epoch-ns`, or a pattern of the fields `yyyy`, `M`/`MM`/`MMM`/`MMMM`, `d`/`dd`, `H`/`HH`, `mm`,
 * `ss`, `S…` and `X` (an offset), other characters standing for themselves and letters between single quotes.
 *
 * @param timeZone the zone whose days count, for texts with an offset and for epochs; the day as it is written, or that of
 * UTC, if undefined.
 */
export function dayParser(format: string | undefined, timeZone: string | undefined): DayParser | undefined {
  const localDay = localDayIn(timeZone);
  if (format === undefined || format === 'iso') {
    return timeZone === undefined ? parseDay : (text) => isoDay(text, localDay);
  }
  const unit = EPOCHS.get(format);
  if (unit !== undefined) return (text) => epochDay(text, unit, localDay);
  const steps = stepsOf(format);
  return steps && ((text) => patternDay(text, steps, timeZone === undefined ? undefined : localDay));
}

const TIMESTAMP = /^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)? ?(Z|z|UTC|[+-]\d\d(?::?\d\d)?)$/;

function isoDay(text: string, localDay: LocalDay): number | undefined {
  const match = TIMESTAMP.exec(text);
  const day = parseDay(match === null ? text : match[1]!);
  if (match === null || day === undefined) return day;
  const [hour, minute, second] = [match[2], match[3], match[4]].map((part) => Number(part ?? 0));
  return dayOfParts({ day, hour, minute, second, offset: offsetOf(match[5]!) }, localDay);
}

const EPOCH = /^[+-]?\d{1,19}(?:\.\d*)?$/;

function epochDay(text: string, unit: number, localDay: LocalDay): number | undefined {
  return EPOCH.test(text) ? localDay(Math.floor(Number(text) * unit)) : undefined;
}

function patternDay(text: string, steps: readonly Step[], localDay: LocalDay | undefined): number | undefined {
  const found: Found = {};
  let at = 0;
  for (const step of steps) {
    at = step(text, at, found);
    if (at < 0) return undefined;
  }
  // A time that the pattern does not tell is cut off, as it is from YYYY-MM-DD.
  if (at < text.length && text[at] !== ' ' && text[at] !== 'T') return undefined;
  const part = (value: number, width: number) => String(value).padStart(width, '0');
  const day = parseDay(`${part(found.year!, 4)}-${part(found.month!, 2)}-${part(found.day!, 2)}`);
  if (day === undefined || found.hour === undefined) return day;
  return dayOfParts({ ...found, day }, found.offset === undefined ? undefined : localDay);
}

/** A day with a time, as the day of a zone; undefined where the time is none. */
function dayOfParts(
  { day, hour = 0, minute = 0, second = 0, offset: east = 0 }: Found & { day: number },
  localDay: LocalDay | undefined,
): number | undefined {
  if (hour > 24 || minute > 59 || second > 60 || Math.abs(east) > 18 * 60) return undefined;
  if (localDay === undefined) return day;
  return localDay(day * MS_PER_DAY + ((hour * 60 + minute - east) * 60 + second) * 1000);
}

/** Fields, texts between quotes, and single characters. */
function* piecesOf(pattern: string): Generator<string> {
  let at = 0;
  while (at < pattern.length) {
    const first = pattern[at]!;
    let end = at + 1;
    if (first === "'") {
      while (end < pattern.length && pattern[end] !== "'") end += 1;
      end += 1;
    } else if (/[A-Za-z]/.test(first)) while (pattern[end] === first) end += 1;
    yield pattern.slice(at, end);
    at = end;
  }
}

/** The steps of a pattern; undefined where it is none, or does not tell the day. */
function stepsOf(pattern: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  const letters: string[] = [];
  for (const piece of piecesOf(pattern)) {
    const letter = piece[0]!;
    if (!/[A-Za-z]/.test(letter)) {
      const text = letter === "'" ? piece.slice(1, -1) || "'" : piece;
      steps.push((all, at) => (all.startsWith(text, at) ? at + text.length : -1));
      continue;
    }
    const [lengths, stepOf] = FIELDS.get(letter) ?? [[], undefined];
    if (stepOf === undefined || !lengths.includes(piece.length) || letters.includes(letter)) return undefined;
    letters.push(letter);
    steps.push(stepOf(piece.length));
  }
  return ['y', 'M', 'd'].every((letter) => letters.includes(letter)) ? steps : undefined;
}

/** A number of at least and at most so many digits. */
function digits(name: keyof Found | undefined, least: number, most: number): Step {
  return (text, at, found) => {
    let end = at;
    while (end < text.length && end - at < most && text[end]! >= '0' && text[end]! <= '9') end += 1;
    if (end - at < least) return -1;
    if (name !== undefined) found[name] = Number(text.slice(at, end));
    return end;
  };
}

/** An English name of a month, of three letters or whole, in any case. */
function monthName(length: number): Step {
  return (text, at, found) => {
    const names = length === 3 ? MONTHS : LONG_MONTHS;
    const index = names.findIndex((name) => text.slice(at, at + name.length).toLowerCase() === name);
    if (index < 0) return -1;
    found.month = index + 1;
    return at + names[index]!.length;
  };
}

const OFFSET = /^(?:Z|z|[+-]\d\d(?::?\d\d)?)/;

const offset: Step = (text, at, found) => {
  const match = OFFSET.exec(text.slice(at, at + 6));
  if (match === null) return -1;
  found.offset = offsetOf(match[0]);
  return at + match[0].length;
};

/** Minutes east of UTC that an offset says. */
function offsetOf(text: string): number {
  if (!/^[+-]/.test(text)) return 0;
  const numbers = text.slice(1).replace(':', '');
  const minutes = Number(numbers.slice(0, 2)) * 60 + Number(numbers.slice(2) || 0);
  return text.startsWith('-') ? -minutes : minutes;
}

/** How dates are often written beside YYYY-MM-DD, the likelier first. */
const USUAL_FORMATS = [
  ...['yyyyMMdd', 'dd.MM.yyyy', 'yyyy/MM/dd', 'dd-MMM-yyyy', 'd.M.yyyy', 'yyyy-M-d', 'dd/MM/yyyy', 'MM/dd/yyyy'],
  ...['epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns'],
];

/** Days that logs are likely of: from 1990 to 2099. */
const [LIKELY_FROM, LIKELY_TO] = [parseDay('1990-01-01')!, parseDay('2099-12-31')!];

/** The formats that all of some dates may be written in; none where they have none in common. */
export function likelyDateFormats(dates: readonly string[]): readonly string[] {
  const fits = (format: string) => {
    const parse = dayParser(format, undefined)!;
    return dates.every((text) => {
      const day = parse(text.trim());
      return day !== undefined && day >= LIKELY_FROM && day <= LIKELY_TO;
    });
  };
  const found = dates.length === 0 ? [] : USUAL_FORMATS.filter(fits);
  // What fits with all its zeros needs no looser pattern.
  return found.includes('dd.MM.yyyy') ? found.filter((format) => format !== 'd.M.yyyy') : found;
}
