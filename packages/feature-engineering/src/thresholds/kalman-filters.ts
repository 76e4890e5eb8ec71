import {
  AR,
  AR_GAIN,
  AR_LEFT,
  AR_ROW,
  CARRIED,
  DAY_NOISE,
  FILTERS,
  LEVEL,
  LEVEL_GAIN,
  LEVEL_ROW,
  LOADING,
  LOADING_ROW,
  MOST_DAYS,
  PACKED,
  PRIOR_COVARIANCES,
  STATES,
} from './kalman-configurations.js';

/** In the numbers of the filters, the means follow upon the covariances. */
const MEANS = FILTERS * PACKED;

/** How many numbers the state of all filters takes. */
export const FILTER_NUMBERS = MEANS + FILTERS * STATES;

/** Sets the state of all filters to what it is before any result, with the level at `level` and the loading at 1. */
export function setPrior(numbers: Float64Array, level: number): void {
  numbers.set(PRIOR_COVARIANCES);
  numbers.fill(0, MEANS);
  for (let filter = 0; filter < FILTERS; filter += 1) {
    numbers[MEANS + filter * STATES + LEVEL] = level;
    numbers[MEANS + filter * STATES + LOADING] = 1;
  }
}

/** Mean of η after some days. */
export function meanOf(numbers: Float64Array, filter: number, days: number, weekday: number, factor: number): number {
  const at = MEANS + filter * STATES;
  const left = AR_LEFT[filter * (MOST_DAYS + 1) + days]!;
  return numbers[at + weekday]! + factor * numbers[at + LOADING]! + numbers[at + LEVEL]! + left * numbers[at + AR]!;
}

/** Variance of η after some days: the covariance of the four places that make it, weighted on both sides. */
export function varianceOf(
  numbers: Float64Array,
  filter: number,
  days: number,
  weekday: number,
  factor: number,
): number {
  const table = filter * (MOST_DAYS + 1) + days;
  const left = AR_LEFT[table]!;
  const covariance = filter * PACKED;
  const loading = covariance + LOADING_ROW;
  const level = covariance + LEVEL_ROW;
  const ar = covariance + AR_ROW;
  const own =
    numbers[covariance + (weekday * (weekday + 3)) / 2]! +
    factor * factor * numbers[loading + LOADING]! +
    (numbers[level + LEVEL]! + LEVEL_GAIN[table]!) +
    (left * left * numbers[ar + AR]! + AR_GAIN[table]!);
  const shared =
    factor * numbers[loading + weekday]! +
    numbers[level + weekday]! +
    factor * numbers[level + LOADING]! +
    left * (numbers[ar + weekday]! + factor * numbers[ar + LOADING]! + numbers[ar + LEVEL]!);
  return own + 2 * shared;
}

/** Lets days go by: the AR(1) term fades, its variance and the level's grow. */
export function advance(numbers: Float64Array, filter: number, days: number): void {
  const table = filter * (MOST_DAYS + 1) + days;
  const covariance = filter * PACKED;
  numbers[covariance + LEVEL_ROW + LEVEL]! += LEVEL_GAIN[table]!;
  if (CARRIED[filter]! <= AR) return;
  const left = AR_LEFT[table]!;
  const row = covariance + AR_ROW;
  for (let place = 0; place < AR; place += 1) numbers[row + place]! *= left;
  numbers[row + AR] = left * left * numbers[row + AR]! + AR_GAIN[table]!;
  numbers[MEANS + filter * STATES + AR]! *= left;
}

/** Moves the means of a filter by column · step and takes column · column′ · share off its covariance. */
export function correct(
  numbers: Float64Array,
  filter: number,
  columns: Float64Array,
  step: number,
  share: number,
): void {
  const size = CARRIED[filter]!;
  const column = filter * STATES;
  const means = MEANS + column;
  for (let i = 0, at = filter * PACKED; i < size; i += 1) {
    const own = columns[column + i]!;
    numbers[means + i]! += own * step;
    const scaled = own * share;
    // Two numbers a turn: half of a push goes by here, and most of a turn is its own bookkeeping.
    for (let j = 0; j < i; j += 2, at += 2) {
      numbers[at]! -= scaled * columns[column + j]!;
      numbers[at + 1]! -= scaled * columns[column + j + 1]!;
    }
    if (i % 2 === 0) numbers[at++]! -= scaled * own;
  }
}

/**
 * The variance of η on the day that a filter stands at.
 *
 * @param columns receives, from 10 · filter on, the covariance of each place of the state with η.
 */
export function covarianceWithDay(
  numbers: Float64Array,
  filter: number,
  weekday: number,
  factor: number,
  columns: Float64Array,
): number {
  const covariance = filter * PACKED;
  const column = filter * STATES;
  const loading = covariance + LOADING_ROW;
  const level = covariance + LEVEL_ROW;
  const ar = covariance + AR_ROW;
  const carriesAr = CARRIED[filter]! > AR;
  // The weekday's column: along its row up to the diagonal, from there on down, row by row.
  let at = covariance + (weekday * (weekday + 1)) / 2;
  for (let i = 0; i < LOADING; i += 1) {
    const sum = numbers[at]! + factor * numbers[loading + i]! + numbers[level + i]!;
    columns[column + i] = carriesAr ? sum + numbers[ar + i]! : sum;
    at += i < weekday ? 1 : i + 1;
  }
  const withLevel = numbers[level + LOADING]!;
  columns[column + LOADING] = numbers[loading + weekday]! + factor * numbers[loading + LOADING]! + withLevel;
  columns[column + LEVEL] = numbers[level + weekday]! + factor * withLevel + numbers[level + LEVEL]!;
  if (carriesAr) {
    columns[column + LOADING]! += numbers[ar + LOADING]!;
    columns[column + LEVEL]! += numbers[ar + LEVEL]!;
    const other = numbers[ar + weekday]! + factor * numbers[ar + LOADING]! + numbers[ar + LEVEL]!;
    columns[column + AR] = other + numbers[ar + AR]!;
  }
  const sum = columns[column + weekday]! + factor * columns[column + LOADING]! + columns[column + LEVEL]!;
  return (carriesAr ? sum + columns[column + AR]! : sum) + DAY_NOISE[filter]!;
}
