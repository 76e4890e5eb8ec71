import { parseDay, today } from '@dqs/core';
import { DEFAULT_FALSE_ALARM_DAYS } from '@dqs/pipelines/options';
import * as z from 'zod/mini';

import { kind, number, whole } from './kinds.js';
import { setting } from './setting.js';

const EXPECTED_DAY = 'expected yesterday, today or a calendar date as YYYY-MM-DD';

/** A day by its date or by where it lies from now, UTC; its value is days since 1970-01-01. */
const dayOrWord = kind(() =>
  z.pipe(
    z.string().check(z.refine((value) => dayOf(value) !== undefined, EXPECTED_DAY)),
    z.transform((value) => dayOf(value)!),
  ),
);

function dayOf(value: string): number | undefined {
  if (value === 'yesterday') return today() - 1;
  return value === 'today' ? today() : parseDay(value);
}

/** Settings of the check of a day. */
export const CHECK_SETTINGS = {
  checkedDay: setting('-d, --date <date>', 'day to check: yesterday, today (UTC) or YYYY-MM-DD', dayOrWord, {
    default: 'yesterday',
  }),
  falseAlarmDays: setting(
    '--limit <share>',
    'share of quiet days on which the check may still find something, above 0 and below 1',
    number(() => z.number().check(z.gt(0), z.lt(1))),
    { default: DEFAULT_FALSE_ALARM_DAYS },
  ),
  checkedTop: setting('--top <n>', 'show only the first n results that are no alarms', whole(0, 1_000_000), {
    default: 10,
  }),
};
