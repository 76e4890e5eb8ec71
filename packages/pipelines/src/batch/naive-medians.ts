import { HistoryView, type ForecastRequests, type SeriesHistory } from '@dqs/features';

const OBSERVATIONS = 7;

/**
 * The naive forecast beside each forecast: the median of the last 7 observed percentages up to the as-of day, NaN where
 * there is none; in the precision of a feature. Most requests of a series share it, so it is remembered.
 */
export class NaiveMedians {
  readonly #view: HistoryView;
  /** By series: the number of observations it was made from, and the median. */
  readonly #counts: Int32Array;
  readonly #medians: Float32Array;

  constructor(history: SeriesHistory) {
    this.#view = new HistoryView(history);
    this.#counts = new Int32Array(history.series.length).fill(-1);
    this.#medians = new Float32Array(history.series.length);
  }

  /** One value per request. */
  of({ series, asOfDay }: ForecastRequests): Float32Array {
    const medians = new Float32Array(series.length);
    for (let row = 0; row < medians.length; row += 1) {
      const index = series[row]!;
      const { count } = this.#view.moveTo(index, asOfDay[row]!);
      if (this.#counts[index] !== count) {
        this.#counts[index] = count;
        this.#medians[index] = this.#median(Math.min(OBSERVATIONS, count));
      }
      medians[row] = this.#medians[index]!;
    }
    return medians;
  }

  #median(known: number): number {
    if (known === 0) return Number.NaN;
    const values = Float64Array.from({ length: known }, (_, k) => this.#view.percentageAt(k)).sort();
    return (values[(known - 1) >> 1]! + values[known >> 1]!) / 2;
  }
}
