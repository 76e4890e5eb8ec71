import type { RuleCatalogue } from '@dqs/core';
import type { Series, SeriesHistory } from '@dqs/features';
import type { DistributionColumns, RowSegments, ScoredRows } from '@dqs/validation';

import { datasetNames } from '../evaluate/dataset-names.js';
import { bestNaiveOfLevel } from '../evaluate/distribution-scores.js';
import type { EvaluationRows } from '../evaluate/evaluate.js';

/**
 * Evaluated rows in the form that the gates take, with the segments to look into: level of execution, dataset, rule and,
 * where a rule catalogue is given, rule type and quality dimension.
 */
export function scoredRows(rows: EvaluationRows, history: SeriesHistory, rules?: RuleCatalogue): ScoredRows {
  const { requests, expectedPassPercentage: expected, predictedPassPercentage: predicted } = rows.forecasts;
  const bySeries = (text: (series: Series) => string) => segmentsOf(history.series.map(text), requests.series);
  const kinds = rules && {
    'rule type': bySeries(({ ruleCode }) => rules.get(ruleCode)?.ruleType ?? ''),
    dimension: bySeries(({ ruleCode }) => rules.get(ruleCode)?.dimension ?? ''),
  };
  return {
    day: requests.targetDay,
    actual: rows.actual,
    expected,
    predicted,
    naive: rows.naive,
    segments: {
      level: bySeries(({ level }) => level),
      dataset: segmentsOf(datasetNames(history), requests.series),
      rule: bySeries(({ ruleCode }) => ruleCode),
      ...kinds,
    },
    distribution: distributionColumns(rows),
  };
}

/** The scores of distributions, with the naive ones that a model has to beat. */
function distributionColumns({ distributions, level }: EvaluationRows): DistributionColumns {
  const { model, naive, bestNaive, trailingBest, isSpreadLearned } = distributions;
  return {
    spread: isSpreadLearned ? 'learned' : 'assumed',
    crps: model.crps,
    pit: model.pit,
    bestNaive: { name: bestNaive, crps: naive[bestNaive]!.crps },
    bestOfLevel: Float64Array.from(level, (one, row) => naive[bestNaiveOfLevel(distributions, one)]!.crps[row]!),
    trailingBest,
  };
}

/** Texts by series as segments by row: only as many texts are touched as there are series. */
function segmentsOf(texts: readonly string[], series: Int32Array): RowSegments {
  const codes = new Map<string, number>();
  const codeOfSeries = Int32Array.from(texts, (text) => {
    const code = codes.get(text) ?? codes.size;
    codes.set(text, code);
    return code;
  });
  return { names: [...codes.keys()], code: series.map((one) => codeOfSeries[one]!) };
}
