import { didYouMean, formatDay } from '@dqs/core';
import { isOpen, nextChange, type Calendar } from '@dqs/core/calendar';
import type { Problems } from '@dqs/core/yaml';
import { instantOf, localTime } from '@dqs/core/wording';

import type { SilenceFacts } from '../facts/facts.js';
import { matcherOf } from './match.js';
import type { Quiet } from './policy.js';
import type { SilenceDocument, WindowDocument } from './policy-shape.js';

/** A silence holds from the start of its first day to the end of its last one, by the policy's clock. */
export function compileSilence({ match, from, until, by, comment }: SilenceDocument, zone: string): Quiet {
  return {
    kind: 'silence',
    matches: matcherOf(match),
    holdsAt: (at) => {
      const { day } = localTime(at, zone);
      return day <= until && (from === undefined || day >= from);
    },
    changesAfter: (at) => {
      const times = [from ?? until, until + 1].map((day) => instantOf(day, 0, zone)).filter((time) => time > at);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    why: `silenced to ${formatDay(until)} by ${by}: ${comment}`,
  };
}

/** A silence that a person made at work. */
export function quietOf({ match, from, until, by, comment }: SilenceFacts): Quiet {
  return {
    kind: 'silence',
    matches: matcherOf(match),
    holdsAt: (at) => at >= from && at < until,
    changesAfter: (at) => [from, until].find((time) => time > at),
    why: `silenced to ${new Date(until).toISOString()} by ${by}: ${comment}`,
  };
}

/** A window holds while its calendar is open; undefined, and noted, if there is no such calendar. */
export function compileWindow(
  { match, calendar: { value: name, place }, comment }: WindowDocument,
  calendars: ReadonlyMap<string, Calendar>,
  problems: Problems,
): Quiet | undefined {
  const calendar = calendars.get(name);
  if (calendar === undefined) {
    return problems.addAt(place, `expected the name of a calendar, got "${name}"${didYouMean(name, calendars.keys())}`);
  }
  return {
    kind: 'window',
    matches: matcherOf(match),
    holdsAt: (at) => isOpen(calendar, at),
    changesAfter: (at) => nextChange(calendar, at),
    why: `window ${name}${comment === undefined ? '' : `: ${comment}`}`,
  };
}
