import { equalBins } from './equal-bins.js';
import { wilsonInterval } from './wilson-interval.js';

/** Forecasts of about the same probability, beside how often the event came. */
export interface ReliabilityBin {
  /** Bounds of the probabilities of the bin. */
  readonly from: number;
  readonly to: number;
  /** Forecasts in the bin, 1 or more. */
  readonly rows: number;
  /** Mean of their probabilities. */
  readonly forecast: number;
  /** Share of them after which the event came. */
  readonly observed: number;
  /** Wilson's interval of that share. */
  readonly low: number;
  readonly high: number;
}

/**
 * Reliability of forecasts of an event (Murphy and Winkler 1977): by bin of the forecast probability, its mean beside the
 * share of the event. Bins without a forecast are left out.
 *
 * @param probability forecast probabilities in [0, 1].
 * @param happened 1 where the event came, else 0.
 * @param options.bins number of bins of equal width. @default 10
 * @param options.confidence of the intervals. @default 0.95
 */
export function reliability(
  probability: Float64Array,
  happened: Uint8Array,
  { bins = 10, confidence = 0.95 }: { readonly bins?: number; readonly confidence?: number } = {},
): ReliabilityBin[] {
  const bin = equalBins(probability, bins);
  const [rows, sums, events] = [new Int32Array(bins), new Float64Array(bins), new Int32Array(bins)];
  for (let row = 0; row < bin.length; row += 1) {
    rows[bin[row]!]! += 1;
    sums[bin[row]!]! += probability[row]!;
    events[bin[row]!]! += happened[row]!;
  }
  return Array.from(rows, (count, i) => ({
    from: i / bins,
    to: (i + 1) / bins,
    rows: count,
    forecast: sums[i]! / count,
    observed: events[i]! / count,
    ...wilsonInterval(events[i]!, count, confidence),
  })).filter((one) => one.rows > 0);
}

/**
 * Expected calibration error: the mean distance of a bin's forecast from what was observed, weighted by rows (Naeini, Cooper
 * and Hauskrecht 2015), in [0, 1]; NaN without bins.
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const [rows, distance] = bins.reduce(
    ([rows, distance], bin) => [rows + bin.rows, distance + bin.rows * Math.abs(bin.forecast - bin.observed)],
    [0, 0],
  );
  return distance! / rows!;
}
