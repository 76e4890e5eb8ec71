import { pinballLoss, pitsAt, rankedProbabilityScores, targetPasses, type DayCounts } from '@dqs/core/stats';

import { pickDistributions } from '../columns/forecast-columns.js';
import { emptyGrades } from '../columns/grade-columns.js';
import { unpackDistributions } from '../distribution/unpack.js';
import { chanceOfId, ID_BYTES } from '../forecast-id.js';
import type { RevisionColumns } from '../records/actuals.js';
import type { LedgerForecasts } from '../records/forecasts.js';
import type { GradeColumns } from '../records/grades.js';
import type { GradePairs } from './pairs.js';

/**
 * The grade of each pair of a forecast and a revision: a function of the two and of when they came, of nothing else. A revision
 * without executions gives a row without numbers: as of then, the day is ungraded.
 */
export function gradePairs(forecasts: LedgerForecasts, revisions: RevisionColumns, pairs: GradePairs): GradeColumns {
  const grades = emptyGrades(pairs.forecast.length);
  for (let row = 0; row < pairs.forecast.length; row += 1) {
    const [forecast, revision] = [pairs.forecast[row]!, pairs.revision[row]!];
    const from = forecast * ID_BYTES;
    grades.ids.set(forecasts.ids.subarray(from, from + ID_BYTES), row * ID_BYTES);
    const { number, arrivedAt } = revisions.entries[revisions.entry[revision]!]!;
    const { issuedAt } = forecasts.issues[forecasts.issue[forecast]!]!;
    const first = revisions.entries[revisions.entry[pairs.firstRevision[row]!]!]!;
    grades.revision[row] = number;
    grades.knownFrom[row] = Math.max(arrivedAt, issuedAt);
    grades.live[row] = issuedAt < first.arrivedAt ? 1 : 0;
    grades.executions[row] = revisions.passes[revision]! + revisions.fails[revision]!;
    if (grades.executions[row]! > 0) gradeNumbers(forecasts, forecast, revisions.passes[revision]!, grades, row);
  }
  gradeDistributions(forecasts, revisions, pairs, grades);
  return grades;
}

/** What a row says in numbers, against what came. */
function gradeNumbers(
  { numbers }: LedgerForecasts,
  forecast: number,
  passes: number,
  grades: GradeColumns,
  row: number,
) {
  const executions = grades.executions[row]!;
  const [target, naive] = [numbers.targetPercentage[forecast]!, numbers.naivePassPercentage[forecast]!];
  const actual = (100 * passes) / executions;
  const below = passes < targetPasses(target, executions) ? 1 : 0;
  const within = (low: Float64Array, high: Float64Array) =>
    low[forecast]! <= actual && actual <= high[forecast]! ? 1 : 0;
  grades.numbers.actual[row] = actual;
  grades.numbers.error[row] = numbers.predictedPassPercentage[forecast]! - actual;
  grades.numbers.crps[row] = Math.abs(grades.numbers.error[row]!);
  grades.numbers.pinball[row] = meanPinball(numbers, forecast, actual);
  grades.numbers.brier[row] = (numbers.pBelowTarget[forecast]! - below) ** 2;
  grades.numbers.naiveError[row] = naive - actual;
  grades.numbers.naiveBrier[row] = Number.isNaN(naive) ? Number.NaN : ((naive < target ? 1 : 0) - below) ** 2;
  grades.below[row] = below;
  grades.covered80[row] = within(numbers.lower80, numbers.upper80);
  grades.covered95[row] = within(numbers.lower95, numbers.upper95);
}

function meanPinball(numbers: LedgerForecasts['numbers'], forecast: number, actual: number): number {
  const sum =
    pinballLoss(numbers.lower95[forecast]!, actual, 0.025) +
    pinballLoss(numbers.lower80[forecast]!, actual, 0.1) +
    pinballLoss(numbers.predictedPassPercentage[forecast]!, actual, 0.5) +
    pinballLoss(numbers.upper80[forecast]!, actual, 0.9) +
    pinballLoss(numbers.upper95[forecast]!, actual, 0.975);
  return sum / 5;
}

/** What is read off the distributions of those that have one: CRPS and PIT. */
function gradeDistributions(
  forecasts: LedgerForecasts,
  revisions: RevisionColumns,
  pairs: GradePairs,
  grades: GradeColumns,
): void {
  const { offsets } = forecasts.distributions;
  const hasOne = (row: number) => offsets[pairs.forecast[row]! + 1]! > offsets[pairs.forecast[row]!]!;
  const rows = Int32Array.from(pairs.forecast.keys()).filter((row) => grades.executions[row]! > 0 && hasOne(row));
  const picked = pickDistributions(forecasts.distributions, rows.map((row) => pairs.forecast[row]!)); // prettier-ignore
  const table = unpackDistributions(picked);
  const came: DayCounts = {
    passes: rows.map((row) => revisions.passes[pairs.revision[row]!]!),
    executions: rows.map((row) => grades.executions[row]!),
  };
  const scores = rankedProbabilityScores(table, came);
  const pits = pitsAt(
    table,
    came,
    Float64Array.from(rows, (row) => chanceOfId(grades.ids, row)),
  );
  rows.forEach((row, i) => {
    grades.numbers.crps[row] = 100 * scores[i]!;
    grades.numbers.pit[row] = pits[i]!;
  });
}
