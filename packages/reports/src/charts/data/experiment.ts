import type { Comparison } from '@dqs/experiments';

import { known, type Course } from './course.js';

/**
 * The difference of losses, treatment minus control, at every look with its always-valid interval. The interval is null
 * while an end of it is not bounded.
 */
export function differenceByLook({ timeline, design }: Comparison): Course {
  const isBounded = timeline.map(({ low, high }) => known(low) !== null && known(high) !== null);
  const ends = (values: readonly (number | null)[]) => values.map((value, i) => (isBounded[i] ? known(value) : null));
  const last = timeline.at(-1);
  const holdsZero = !last || known(last.low) === null || known(last.high) === null || last.low! * last.high! <= 0;
  return {
    title: 'Difference of losses by day',
    note: `treatment minus control, ${design}, with the interval that is valid whenever you look`,
    finding: `Difference of losses by day, ${design}: the last interval ${holdsZero ? 'holds' : 'does not hold'} zero`,
    places: { kind: 'day', labels: timeline.map(({ day }) => day) },
    unit: '',
    digits: 3,
    lines: [
      {
        name: 'difference',
        role: 'forecast',
        form: 'line',
        values: timeline.map(({ difference }) => known(difference)),
      },
    ],
    bands: [
      {
        name: 'interval',
        tone: 'inner',
        form: 'line',
        low: ends(timeline.map(({ low }) => low)),
        high: ends(timeline.map(({ high }) => high)),
      },
    ],
    zero: { above: 'control better', below: 'treatment better' },
  };
}
