import type { HorizonOf, SeriesHistory } from '@dqs/features';

import { FAR_DAYS, NEAR_DAYS } from './distribution-model.js';
import { ruleNames } from './known-day.js';

/** Horizons of the far part, and a step through them that has no common divisor with their number nor with the days of a week. */
const FAR_HORIZONS = FAR_DAYS - NEAR_DAYS;
const STEP = 5;

/**
 * The horizon at which the far part learns from a day of a series, from 3 to 14 days: another one every day, and not the same for all
 * rules. It follows from rule and day alone, so that whoever learns again learns the same.
 */
export function farHorizons(history: SeriesHistory): HorizonOf {
  const shift = ruleNames(history).map(textNumber);
  return (series, day) => {
    const place = (STEP * day + shift[series]!) % FAR_HORIZONS;
    return NEAR_DAYS + 1 + ((place + FAR_HORIZONS) % FAR_HORIZONS);
  };
}

function textNumber(text: string): number {
  let number = 0;
  for (let i = 0; i < text.length; i += 1) number = (31 * number + text.charCodeAt(i)) % 65_521;
  return number;
}
