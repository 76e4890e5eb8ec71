import {
  brierSplit,
  dailyShare,
  leastSquaresLine,
  shareDrift,
  wilsonInterval,
  type BrierSplit,
  type DailyShare,
} from '@dqs/core/stats';

import { finite, judged, type Judged, type Reason } from '../reason.js';
import { SCORE_BINS, totalsOf, type PoolScores } from '../scores/pool-scores.js';

/** Whether what was said came as often as said. */
export interface Calibration {
  readonly coverage80: Coverage;
  readonly coverage95: Coverage;
  readonly pit: PitHistogram;
  readonly odds: OddsCalibration;
}

/** How often results lay within the central range of a nominal probability. */
export interface Coverage extends Judged {
  readonly nominal: number;
  /** By the randomised PIT: equal to the nominal one in honest forecasts, however few values a result can take. */
  readonly share: number | null;
  /** Wilson's band of 99 % of effective trials: days move together, see `dailyShare`. */
  readonly low: number;
  readonly high: number;
  readonly graded: number;
  /** Results within the published bounds, which whole steps make more than the nominal share. */
  readonly plain: number | null;
}

/** Where results fell within their forecasts. */
export interface PitHistogram extends Judged {
  /** Results in ten bins; flat for honest forecasts, a hill where ranges are too wide, walls at the ends where too narrow. */
  readonly counts: readonly number[];
}

/** The odds of a result below its target against what came. */
export interface OddsCalibration {
  /** Murphy's split of the Brier score; null without forecasts. */
  readonly brier: BrierSplit | null;
  /** Least-squares line of what came on what was said: slope 1 and intercept 0 are honest; null where all odds are equal. */
  readonly slope: number | null;
  readonly intercept: number | null;
  /** Bins that hold a forecast, with Wilson's 95 % of effective trials, and as a plain band for the eye. */
  readonly bins: readonly OddsBin[];
}

/** Forecasts of about the same odds. */
export interface OddsBin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly forecast: number;
  readonly observed: number;
  readonly low: number;
  readonly high: number;
}

/** Confidence of the bands that carry a verdict. */
const CONFIDENCE = 0.99;

/** The calibration over all days of the scores. */
export function calibrationOf(scores: PoolScores): Calibration {
  return {
    coverage80: coverage(scores, 0.8),
    coverage95: coverage(scores, 0.95),
    pit: pitHistogram(scores),
    odds: oddsCalibration(scores),
  };
}

function coverage({ bins, sums }: PoolScores, nominal: 0.8 | 0.95): Coverage {
  const outside = Math.round((SCORE_BINS.pit * (1 - nominal)) / 2);
  const trials = addColumns(bins.pit, sums.graded.length);
  const hits = addColumns(bins.pit.slice(outside, SCORE_BINS.pit - outside), sums.graded.length);
  const band = dailyShare(hits, trials, CONFIDENCE);
  const published = total(nominal === 0.8 ? sums.covered80 : sums.covered95);
  return {
    nominal,
    share: finite(band.share),
    low: band.low,
    high: band.high,
    graded: band.trials,
    plain: finite(published / total(sums.graded)),
    ...judged([beyond('band of coverage', nominal, band)]),
  };
}

/** An alarm where the nominal share lies outside the band of what came. */
function beyond(check: string, nominal: number, { low, high, days }: DailyShare): Reason {
  const limit = nominal < low ? low : high;
  if (days < 2) return { check, observed: nominal, limit: finite(limit), verdict: 'inconclusive' };
  return { check, observed: nominal, limit, verdict: nominal < low || nominal > high ? 'fail' : 'pass' };
}

/** Ten bins for people, from forty. */
const SHOWN_BINS = 10;
/** A reference without any luck of its own. */
const CERTAIN = 1e9;

function pitHistogram({ bins, sums }: PoolScores): PitHistogram {
  const each = SCORE_BINS.pit / SHOWN_BINS;
  const daily = Array.from({ length: SHOWN_BINS }, (_, bin) =>
    addColumns(bins.pit.slice(bin * each, (bin + 1) * each), sums.graded.length),
  );
  const counts = daily.map(total);
  const flat = new Float64Array(SHOWN_BINS).fill(CERTAIN);
  const { pValue, designEffect } = shareDrift(flat, Float64Array.from(counts), daily);
  const limit = 1 - CONFIDENCE;
  const isKnown = !Number.isNaN(designEffect);
  const verdict = isKnown ? (pValue <= limit ? 'fail' : 'pass') : 'inconclusive';
  return { counts, ...judged([{ check: 'flatness of the PIT', observed: isKnown ? pValue : null, limit, verdict }]) };
}

function oddsCalibration(scores: PoolScores): OddsCalibration {
  const { sums, bins } = totalsOf(scores);
  if (sums.graded === 0) return { brier: null, slope: null, intercept: null, bins: [] };
  // Σ (p − o)² is known, so Σ p o follows from Σ p² and Σ o.
  const product = (sums.pBelowSquared + sums.below - sums.brier) / 2;
  const [n, x, y] = [sums.graded, sums.pBelowTarget, sums.below];
  const line = leastSquaresLine({ n, x, y, xx: sums.pBelowSquared, xy: product });
  const none = bins.odds.map(() => 0);
  // The parts of each bin are not kept: what happens within bins is the rest of the whole score.
  const parts = {
    count: bins.odds,
    probability: bins.oddsSum,
    came: bins.oddsBelow,
    squared: none,
    cameProbability: none,
  };
  const { reliability, resolution, uncertainty } = brierSplit(parts);
  const brier = sums.brier / n;
  return {
    brier: { brier, reliability, resolution, uncertainty, within: brier - reliability + resolution - uncertainty },
    slope: finite(line.slope),
    intercept: finite(line.intercept),
    bins: bins.odds.flatMap((rows, bin) => (rows === 0 ? [] : [oddsBin(scores, bin)])),
  };
}

function oddsBin({ bins }: PoolScores, bin: number): OddsBin {
  const [rows, came] = [total(bins.odds[bin]!), total(bins.oddsBelow[bin]!)];
  const band = dailyShare(bins.oddsBelow[bin]!, bins.odds[bin]!);
  const { low, high } = band.days < 2 ? wilsonInterval(came, rows) : band;
  const forecast = total(bins.oddsSum[bin]!) / rows;
  return {
    from: bin / SCORE_BINS.odds,
    to: (bin + 1) / SCORE_BINS.odds,
    rows,
    forecast,
    observed: came / rows,
    low,
    high,
  };
}

function addColumns(columns: readonly Float64Array[], days: number): Float64Array {
  const sum = new Float64Array(days);
  for (const column of columns) {
    for (let day = 0; day < days; day += 1) sum[day]! += column[day]!;
  }
  return sum;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
