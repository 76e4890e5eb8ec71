import { DqsError, formatDay, PanelBuilder, type DailyPanel, type KeyTextCounts } from '@dqs/core';
import type { DayCounts } from '@dqs/core/stats';
import { featureSpec, fitContract, type FeatureContract, type SeriesHistory } from '@dqs/features';

import { cameOn } from '../evaluate/best-naive.js';
import type { ResolvedTrainOptions } from '../train/options.js';
import { observedDays, type DaySpan } from '../train/split.js';
import { trainingSet, type LabelledRows } from '../train/training-set.js';

/** One validation window with all that does not depend on what is searched; shared by all trials and never changed. */
export interface TuningFold {
  readonly history: SeriesHistory;
  readonly contract: FeatureContract;
  readonly train: LabelledRows;
  readonly validation: LabelledRows;
  /** What came of each validation row. */
  readonly came: DayCounts;
  readonly trainSpan: DaySpan;
  readonly validationSpan: DaySpan;
}

/** The days and rows of a validation window, as reported. */
export interface TuneFold {
  readonly train: { readonly from: string; readonly to: string; readonly rows: number };
  readonly validation: { readonly from: string; readonly to: string; readonly rows: number };
}

/** Share of the dates, the last ones, that is cut into validation windows. */
const VALIDATED_SHARE = 0.4;

const NO_TEXTS: KeyTextCounts = { key: new Int32Array(0), text: [], count: new Int32Array(0) };

/**
 * A panel without the days after `lastDay`, so that nothing derived from it can know them. Levels and failed attributes
 * are dropped: they are counted without a day, so it is unknown which of them existed by then.
 */
export function panelUpTo({ keys, cells }: DailyPanel, lastDay: number): DailyPanel {
  const builder = new PanelBuilder();
  builder.addPanel({ keys, cells, levels: NO_TEXTS, failedAttributes: NO_TEXTS }, (day) => day <= lastDay);
  return builder.build();
}

/**
 * Rolling-origin windows over the last dates of a history, each to be forecast from all days before it.
 *
 * @throws DqsError `not-enough-history` if there are fewer dates than the windows need.
 */
export function buildFolds(history: SeriesHistory, options: ResolvedTrainOptions, count: number): TuningFold[] {
  return windowsOf(history, count, options.horizon).map((window) => {
    const trainSpan = { from: history.firstDay, to: window.from - options.horizon };
    const contract = fitContract(featureSpec(options.spec, options.groups), history, { upToDay: trainSpan.to });
    const validation = trainingSet(contract, history, window, options.horizon);
    return {
      history,
      contract,
      train: trainingSet(contract, history, trainSpan, options.horizon),
      validation,
      came: cameOn(history, validation.requests),
      trainSpan,
      validationSpan: window,
    };
  });
}

function windowsOf(history: SeriesHistory, count: number, horizon: number): DaySpan[] {
  const days = observedDays(history);
  const first = Math.floor(days.length * (1 - VALIDATED_SHARE));
  const validated = days.slice(first);
  const needed = Math.ceil(count / VALIDATED_SHARE) + horizon;
  if (validated.length < count || first < horizon + 1) {
    throw new DqsError(
      'not-enough-history',
      `expected about ${needed} dates with results before the test days for ${count} validation windows, ` +
        `got ${days.length}; use a longer history, fewer folds or fewer test days`,
      { details: { dates: days.length, folds: count } },
    );
  }
  return Array.from({ length: count }, (_, i) => ({
    from: validated[Math.floor((i * validated.length) / count)]!,
    to: validated[Math.floor(((i + 1) * validated.length) / count) - 1]!,
  }));
}

/** The days and rows of a window, for a report. */
export function foldFacts({ train, validation, trainSpan, validationSpan }: TuningFold): TuneFold {
  const facts = (span: DaySpan, rows: number) => ({ from: formatDay(span.from), to: formatDay(span.to), rows });
  return {
    train: facts(trainSpan, train.set.frame.rows),
    validation: facts(validationSpan, validation.set.frame.rows),
  };
}
