import type { Coverage, DistributionScores, Evaluation, SegmentDistribution, SegmentScores } from '@dqs/pipelines';

import { colored } from './colors.js';
import { counted, fixed, whole } from './numbers.js';
import { textTable, type TableColumn } from './table.js';

/** The order naive forecasts are shown in, from the simplest. */
const NAIVE_ORDER = ['last-value', 'mean-7', 'median-7', 'median-28', 'same-weekday', 'training-mean'];

/**
 * The scores of a model beside every naive forecast, for all rows and by level of execution and horizon, then those of its
 * distributions.
 */
export function scoresText(evaluation: Evaluation): string {
  const { from, to, rows, horizon, scores } = evaluation;
  const naive = naiveNames(scores[0]);
  const columns: TableColumn[] = [
    { title: 'rows of' },
    ...['rows', 'model', ...naive, 'skill'].map((title) => ({ title, align: 'right' as const })),
  ];
  const body = withoutRules(scores).map((segment) => segmentCells(segment, naive));
  const ahead = `${counted(horizon, 'day')} ahead`;
  return (
    `Mean absolute error in percentage points, ${from} to ${to}, ${counted(rows, 'forecast')} ${ahead}\n\n` +
    `${textTable(columns, body)}\n${overallText(scores[0]!)}${distributionsText(evaluation)}`
  );
}

/** The segments that a table of few rows has room for: rules may be hundreds. */
export function withoutRules(scores: readonly SegmentScores[]): SegmentScores[] {
  return scores.filter(({ kind }) => kind !== 'rule');
}

/** The distributions of the model beside the naive ones; empty for an evaluation of a version that did not score them. */
function distributionsText({ scores, calibration }: Evaluation): string {
  const all = scores[0]?.distribution;
  if (!all) return '';
  const columns: TableColumn[] = [
    { title: 'distribution' },
    ...DISTRIBUTION_TITLES.map((title) => ({ title, align: 'right' as const })),
  ];
  const body = [['model', ...distributionCells(all.model)]];
  for (const [name, naive] of Object.entries(all.naive)) {
    body.push([name === all.bestNaive ? colored('underline', name) : name, ...distributionCells(naive)]);
  }
  const odds = calibration
    ? `Odds of a result below ${calibration.target} % are off by ${points(calibration.model.calibrationError)} points on ` +
      `average (${all.bestNaive} ${points(calibration.naive[all.bestNaive]!.calibrationError)}).\n`
    : '';
  return `\n${textTable(columns, body)}\n${crpsText(all)}${odds}`;
}

/** Titles of {@link distributionCells}. */
export const DISTRIBUTION_TITLES = ['MAE', 'RMSE', 'CRPS', 'log score', 'in 80 %', 'in 95 %'] as const;

/** Scores of one distribution over some rows, the coverages with their 95 % bands. */
export function distributionCells(scores: DistributionScores): string[] {
  const { mae, rmse, crps, logScore, coverage80, coverage95 } = scores;
  return [fixed(mae), fixed(rmse), fixed(crps), fixed(logScore, 3), coverageText(coverage80), coverageText(coverage95)];
}

/** A coverage as people read it: `80.3 (79.8–80.8)`. */
function coverageText({ share, low, high }: Coverage): string {
  return `${points(share)} (${points(low)}–${points(high)})`;
}

function points(share: number): string {
  return fixed(100 * share, 1);
}

function crpsText({ skill, bestNaive }: SegmentDistribution): string {
  if (skill === null) return 'The best naive distribution makes no error at all.\n';
  const by = `${fixed(Math.abs(100 * skill), 1)} % ${skill >= 0 ? 'below' : 'above'}`;
  return `The model's CRPS is ${by} that of ${bestNaive}, the best naive distribution on the training days.\n`;
}

/** Names of the naive forecasts in a segment, in the order they are shown. */
export function naiveNames(segment: SegmentScores | undefined): string[] {
  const names = Object.keys(segment?.naive ?? {});
  const place = (name: string) => (NAIVE_ORDER.includes(name) ? NAIVE_ORDER.indexOf(name) : NAIVE_ORDER.length);
  return names.sort((a, b) => place(a) - place(b));
}

/** A skill as people read it: `+12.3 %`. */
export function skillText(skill: number | null): string {
  if (skill === null) return '';
  return `${skill >= 0 ? '+' : '−'}${fixed(Math.abs(100 * skill), 1)} %`;
}

function segmentCells({ segment, rows, model, naive, bestNaive, skill }: SegmentScores, names: string[]): string[] {
  const naiveCells = names.map((name) => {
    const mae = fixed(naive[name]!.mae);
    return name === bestNaive ? colored('underline', mae) : mae;
  });
  const skillCell = colored((skill ?? 0) >= 0 ? 'green' : 'red', skillText(skill));
  return [segment, whole(rows), colored('bold', fixed(model.mae)), ...naiveCells, skillCell];
}

/** RMSE and bias of the model's mean with those of the best naive forecast beside them, and what the skill means. */
function overallText({ model, naive, bestNaive, skill }: SegmentScores): string {
  const best = naive[bestNaive]!;
  const verdict =
    skill === null
      ? 'The best naive forecast makes no error at all.'
      : `The model's error is ${fixed(Math.abs(100 * skill), 1)} % ${skill >= 0 ? 'below' : 'above'} that of the best naive forecast, ${bestNaive}.`;
  return (
    `RMSE of the expected value ${fixed(model.rmse)} (${bestNaive} ${fixed(best.rmse)}), ` +
    `bias ${fixed(model.bias)} (${fixed(best.bias)})\n${verdict}\n`
  );
}
