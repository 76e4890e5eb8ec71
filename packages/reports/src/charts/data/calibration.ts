import type { Coverage, Evaluation, SegmentScores } from '@dqs/pipelines';

import { shown } from '../../text/typeset.js';

/** Forecasts of about the same odds; in per cent, null where there is none. */
export interface OddsBin {
  /** Such as `20–30 %`. */
  readonly label: string;
  readonly rows: number;
  /** Mean of the odds, share of results below the target, ends of its 95 % band. */
  readonly said: number | null;
  readonly happened: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly naiveSaid: number | null;
  readonly naiveHappened: number | null;
}

/** What odds said beside what happened, the model's and the best naive distribution's. */
export interface OddsChart {
  readonly title: string;
  readonly note: string;
  readonly finding: string;
  /** Name of the naive distribution; absent where there is none beside the model's. */
  readonly naive?: string;
  readonly bins: readonly OddsBin[];
}

/** Reliability of the odds; undefined for an evaluation of a version that did not measure it. */
export function oddsReliability({ calibration, scores }: Evaluation): OddsChart | undefined {
  const naive = scores[0]?.distribution?.bestNaive;
  if (!calibration || naive === undefined) return undefined;
  const { model, target } = calibration;
  const other = calibration.naive[naive]!;
  const starts = [...new Set([...model.reliability, ...other.reliability].map(({ from }) => from))];
  const bins = starts
    .sort((a, b) => a - b)
    .map((from): OddsBin => {
      const [own, theirs] = [model, other].map(({ reliability }) => reliability.find((bin) => bin.from === from));
      return {
        label: `${shown(100 * from, 0)}–${shown(100 * (own ?? theirs)!.to, 0)} %`,
        rows: own?.rows ?? 0,
        said: percent(own?.forecast),
        happened: percent(own?.observed),
        low: percent(own?.low),
        high: percent(own?.high),
        naiveSaid: percent(theirs?.forecast),
        naiveHappened: percent(theirs?.observed),
      };
    });
  const [error, naiveError] = [model, other].map(({ calibrationError }) => shown(100 * calibrationError, 1));
  return {
    title: 'Does 70 % mean 70 %?',
    note: `odds of a result below ${target} %, beside the share of results that were`,
    finding: `Odds of a result below ${target} % beside what happened: off by ${error} points on average, naive ${naive} by ${naiveError}`,
    naive,
    bins,
  };
}

/** Where results fell in their forecasts, as shares in per cent. */
export interface PitChart {
  readonly title: string;
  readonly note: string;
  readonly finding: string;
  /** As of {@link OddsChart}. */
  readonly naive?: string;
  readonly bins: readonly { readonly label: string; readonly share: number; readonly naiveShare: number | null }[];
  /** What every bin would hold of right forecasts, and the 95 % band of chance around it. */
  readonly right: { readonly share: number; readonly low: number; readonly high: number };
}

/** The histogram of the PIT; undefined for an evaluation of a version that did not measure it, or without rows. */
export function pitShares({ calibration, scores, rows }: Evaluation): PitChart | undefined {
  const naive = scores[0]?.distribution?.bestNaive;
  if (!calibration || naive === undefined || rows === 0) return undefined;
  const counts = calibration.model.pitHistogram;
  const others = calibration.naive[naive]!.pitHistogram;
  const share = 1 / counts.length;
  const { low, high } = calibration.pitBand;
  const outside = counts.filter((count) => count / rows < low || count / rows > high).length;
  return {
    title: 'Do results fall where they should?',
    note: 'share of results by their place in the forecast, lowest tenth first',
    finding: `Share of results by tenth of their forecast: ${outside} of ${counts.length} are outside the band of chance around ${shown(100 * share, 0)} %`,
    naive,
    bins: counts.map((count, i) => ({
      label: `${shown(100 * i * share, 0)}–${shown(100 * (i + 1) * share, 0)} %`,
      share: (100 * count) / rows,
      naiveShare: (100 * others[i]!) / rows,
    })),
    right: { share: 100 * share, low: 100 * low, high: 100 * high },
  };
}

/** Coverage of the ranges of 80 and 95 % of one group of rows, in per cent. */
export interface CoverageRow {
  readonly name: string;
  readonly rows: number;
  readonly ranges: readonly {
    readonly nominal: number;
    readonly share: number;
    readonly low: number;
    readonly high: number;
    readonly naive: number | null;
  }[];
}

/** Whether ranges hold what they say, by group of rows. */
export interface CoverageChart {
  readonly title: string;
  readonly note: string;
  readonly finding: string;
  /** As of {@link OddsChart}. */
  readonly naive?: string;
  readonly rows: readonly CoverageRow[];
}

/** Groups that a chart has room for. */
const MOST_ROWS = 40;

/** Coverage over all rows, by level, horizon and rule; undefined for an evaluation of a version that did not measure it. */
export function rangeCoverage({ scores }: Evaluation): CoverageChart | undefined {
  const naive = scores[0]?.distribution?.bestNaive;
  if (naive === undefined) return undefined;
  const shownScores = [...scores].sort((a, b) => Number(a.kind === 'rule') - Number(b.kind === 'rule'));
  const rows = shownScores.slice(0, MOST_ROWS).flatMap((segment) => coverageRow(segment, naive));
  const rules = rows.filter(({ name }) => name.startsWith('rule'));
  const right = rules.filter(({ ranges }) =>
    ranges.every(({ nominal, low, high }) => low <= nominal && nominal <= high),
  );
  const left = scores.length - rows.length;
  return {
    title: 'Do the ranges hold?',
    note: `share of results inside the ranges of 80 and 95 %, with 95 % bands${left > 0 ? `; ${left} more rules in the JSON` : ''}`,
    finding: `Coverage of the ranges of 80 and 95 %: ${right.length} of ${rules.length} rules have both inside their bands`,
    naive,
    rows,
  };
}

function coverageRow({ segment, rows, distribution }: SegmentScores, naive: string): CoverageRow[] {
  if (!distribution) return [];
  const { model } = distribution;
  const other = distribution.naive[naive]!;
  const range = (nominal: number, { share, low, high }: Coverage, theirs: Coverage) => ({
    nominal,
    share: 100 * share,
    low: 100 * low,
    high: 100 * high,
    naive: 100 * theirs.share,
  });
  const ranges = [range(80, model.coverage80, other.coverage80), range(95, model.coverage95, other.coverage95)];
  return [{ name: segment.replace(/^(rule|horizon): /, '$1 '), rows, ranges }];
}

function percent(share: number | undefined): number | null {
  return share === undefined ? null : 100 * share;
}
