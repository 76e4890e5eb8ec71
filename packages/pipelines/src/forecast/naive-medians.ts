import { HistoryCursor, type ForecastRequests, type HistoryView, type SeriesHistory } from '@dqs/features';

const OBSERVATIONS = 7;
/** No percentage is negative. */
const UNKNOWN = -1;

/**
 * The naive forecast next to each forecast: the median of the last 7 observed percentages up to the as-of day, NaN where
 * there is none; in the precision of a feature. It follows from the last observation, and is remembered with it.
 */
export class NaiveMedians {
  readonly #cursor: HistoryCursor;
  readonly #history: SeriesHistory;
  /** By observed day of the history. */
  readonly #medians: Float32Array;
  readonly #window = new Float64Array(OBSERVATIONS);

  constructor(history: SeriesHistory) {
    this.#history = history;
    this.#cursor = new HistoryCursor(history);
    this.#medians = new Float32Array(history.day.length).fill(UNKNOWN);
  }

  /** One value per request. */
  of({ series, asOfDay }: ForecastRequests): Float32Array {
    const { offsets } = this.#history;
    const medians = new Float32Array(series.length);
    for (let row = 0; row < medians.length; row += 1) {
      const view = this.#cursor.moveTo(series[row]!, asOfDay[row]!);
      const { count } = view;
      const last = offsets[series[row]!]! + count - 1;
      if (count === 0) medians[row] = Number.NaN;
      else {
        if (this.#medians[last] === UNKNOWN) this.#medians[last] = this.#median(view);
        medians[row] = this.#medians[last]!;
      }
    }
    return medians;
  }

  #median(view: HistoryView): number {
    const known = Math.min(OBSERVATIONS, view.count);
    const values = this.#window.subarray(0, known);
    for (let k = 0; k < known; k += 1) values[k] = view.percentageAt(k);
    values.sort();
    return (values[(known - 1) >> 1]! + values[known >> 1]!) / 2;
  }
}
