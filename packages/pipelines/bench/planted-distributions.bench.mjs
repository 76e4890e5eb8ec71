// How far forecasts are from the truth where the truth is known: histories of every kind are planted, models are trained
// with all defaults on the first four fifths of the days, and their distributions of the last fifth are compared with those
// that the results were drawn from. The expected CRPS is exact, without draws; coverage is by the randomised PIT.
//
// To be reached: an excess CRPS of at most 3.5 % of the truth's in the median, and of at most 6 % or 0.03 points in each cell;
// coverage of 80 and 95 % within two points over all of them. `isMissed` marks cells that are beyond.
import { coveredByPit, randomisedPits } from '@dqs/core/stats';
import { closePredictor, forecast, trainModel } from '@dqs/pipelines';
import { tsImport } from 'tsx/esm/api';

const { expectedScores, plantedHistory } = await tsImport('../tests/support/planted.ts', import.meta.url);
const { PLANTED_KINDS } = await tsImport('../tests/support/planted-days.ts', import.meta.url);

const EXECUTIONS = [1, 2, 3, 6, 8, 12, 25, 60, 1000];
/** Histories are small: a second thread costs more than it brings. */
const THREADS = 1;
const MOST_EXCESS = { percent: 6, points: 0.03 };
const round = (value, digits = 2) => Number(value.toFixed(digits));

/** Trains on one planted history and forecasts its last fifth. */
async function measure(kind, executions) {
  const planted = plantedHistory({ kind, executions, seed: executions });
  const { predictor } = await trainModel(planted.training, { testFraction: 0, threads: THREADS });
  try {
    const { distributions } = forecast(predictor, planted.history, planted.requests, { threads: THREADS });
    const pits = randomisedPits(distributions, planted.came, executions);
    return { ...expectedScores(distributions, planted.truth), pits };
  } finally {
    closePredictor(predictor);
  }
}

const coverage = (pits, level) => round((100 * coveredByPit(pits, level)) / pits.length, 1);

const excesses = [];
const allPits = [];
for (const kind of Object.keys(PLANTED_KINDS)) {
  for (const executions of EXECUTIONS) {
    const { ofTruth, excess, pits } = await measure(kind, executions);
    // Where the truth is one value there is nothing to compare with: the points tell.
    const percent = ofTruth > 0 ? (100 * excess) / ofTruth : null;
    if (percent !== null) excesses.push(percent);
    allPits.push(...pits);
    const isMissed = excess > MOST_EXCESS.points && !(percent !== null && percent <= MOST_EXCESS.percent);
    const figures = { truthCrpsPoints: round(ofTruth, 3), excessPoints: round(excess, 4), excessPercent: percent };
    const covered = { coverage80Percent: coverage(pits, 0.8), coverage95Percent: coverage(pits, 0.95) };
    console.log(JSON.stringify({ kind, executions, ...figures, ...covered, isMissed }));
  }
}
const medianExcessPercent = excesses.toSorted((a, b) => a - b)[excesses.length >> 1];
const covered = { coverage80Percent: coverage(allPits, 0.8), coverage95Percent: coverage(allPits, 0.95) };
console.log(JSON.stringify({ cells: excesses.length, medianExcessPercent, ...covered, forecasts: allPits.length }));
