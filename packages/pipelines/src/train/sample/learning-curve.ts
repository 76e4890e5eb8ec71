/** Error of a model that learned from a share of the rows. */
export interface CurvePoint {
  /** Share asked for, above 0 and up to 1. */
  readonly share: number;
  /** Rows it learned from, those that are always kept included. */
  readonly rows: number;
  /** Mean absolute error on the validation days, in percentage points. */
  readonly mae: number;
}

/** What growing shares of the rows are worth, and the share that was taken. */
export interface LearningCurve {
  readonly points: readonly CurvePoint[];
  /** The error that all rows would have by the trend of the points. */
  readonly trend: number;
  /** How far from it an error may be, as a fraction of it. */
  readonly margin: number;
  readonly share: number;
}

/** How far the error of a sample may be from that of all rows, as a fraction. */
export const MARGIN = 0.01;
/** The least share that is tried, and the least rows that it has to leave. */
const LEAST_SHARE = 1 / 64;
const LEAST_ROWS = 2000;
/** Points that a trend needs. */
const TREND_POINTS = 3;
/** What a doubling of the rows gains at most, as a share of the gain of the doubling before. */
const MOST_OF_GAIN = 0.9;

/**
 * Grows the share of the rows, doubling it, until the error is within a margin of what its trend says of all rows, and takes the
 * smallest share that is.
 *
 * @param rows number of all rows.
 * @param measure trains on a share of the rows and measures.
 */
export async function growCurve(rows: number, measure: (share: number) => Promise<CurvePoint>): Promise<LearningCurve> {
  const points: CurvePoint[] = [];
  let share = Math.min(1, LEAST_SHARE);
  while (share < 1 && share * rows < LEAST_ROWS) share *= 2;
  for (; ; share *= 2) {
    points.push(await measure(share));
    const trend = trendOf(points);
    const isWithin = ({ mae }: CurvePoint) => mae <= (1 + MARGIN) * trend;
    if (share >= 1 || (points.length >= TREND_POINTS && isWithin(points.at(-1)!))) {
      return { points, trend, margin: MARGIN, share: points.find(isWithin)!.share };
    }
  }
}

/**
 * The error that all rows would have, if every doubling gains as large a share of the gain before as the last one did. A doubling
 * that gained nothing says that none will.
 */
export function trendOf(points: readonly CurvePoint[]): number {
  const last = points.at(-1)!;
  const least = points.reduce((mae, point) => Math.min(mae, point.mae), Number.POSITIVE_INFINITY);
  if (last.share >= 1 || points.length < TREND_POINTS) return least;
  const [first, second] = points.slice(-TREND_POINTS) as [CurvePoint, CurvePoint];
  const gain = second.mae - last.mae;
  if (gain <= 0) return least;
  const before = first.mae - second.mae;
  const ratio = before > 0 ? Math.min(MOST_OF_GAIN, gain / before) : MOST_OF_GAIN;
  let mae = last.mae;
  for (let of = last.share, next = gain * ratio; of < 1; of *= 2, next *= ratio) mae -= next;
  return Math.min(least, mae);
}
