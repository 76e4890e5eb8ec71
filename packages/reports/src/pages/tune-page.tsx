/** @jsxRuntime automatic */
import type { TuneReport } from '@dqs/pipelines';
import type { SearchSpace } from '@dqs/search';

import { BarsFigure } from '../charts/bars-figure.js';
import { CourseFigure } from '../charts/course-figure.js';
import { importanceBars, parallelCoordinates, trialHistory } from '../charts/data/trials.js';
import { ParallelFigure, SlicesFigure } from '../charts/trials-figure.js';
import { Card, Empty } from '../components/card.js';
import { Figures, type Figure } from '../components/figures.js';
import { State } from '../components/state.js';
import { htmlPage } from '../html/page.js';
import { counted } from '../text/numbers.js';
import { shown, signed } from '../text/typeset.js';
import { TrialTable } from './trial-table.js';

/** What a page needs beside the report. */
export interface TunePageOptions {
  readonly createdAt: Date;
  /** The space of the report. */
  readonly space: SearchSpace;
}

/**
 * A search as one HTML file that needs nothing else: what it brought, its course, which parameters matter and how, and
 * every trial. The scores of the defaults and of the best naive forecast stand beside those that were found.
 */
export function tunePage(report: TuneReport, { createdAt, space }: TunePageOptions): string {
  const { strategy, trials, folds, comparison, reason, verdict } = report;
  return htmlPage({
    title: `Search for parameters, ${counted(trials.length, 'trial')}`,
    heading: 'Search for parameters',
    scope: `${counted(trials.length, 'trial')} by ${strategy}, stopped by ${reason} · ${counted(folds.length, 'validation window')} · test ${comparison.from} to ${comparison.to}`,
    lead: verdict,
    createdAt,
    children: <Search report={report} space={space} />,
  });
}

function Search({ report, space }: { readonly report: TuneReport; readonly space: SearchSpace }) {
  const trials = parallelCoordinates(report, space);
  const importance = importanceBars(report);
  return (
    <>
      <Figures figures={figures(report)} />
      <div className="cards two">
        <CourseFigure course={trialHistory(report)} />
        {importance.bars.length === 0 ? (
          <Card title={importance.title} note={importance.note}>
            <Empty title="Nothing to say yet" why="Too few trials to tell which parameters matter." />
          </Card>
        ) : (
          <BarsFigure chart={importance} />
        )}
        {trials.lines.length === 0 ? null : (
          <>
            <ParallelFigure trials={trials} />
            <SlicesFigure trials={trials} />
          </>
        )}
        <Card title="Parameters found" note="for dqs train --params" wide padded>
          <pre className="code">{JSON.stringify(report.settings, null, 2)}</pre>
        </Card>
        <TrialTable {...report} />
      </div>
    </>
  );
}

const VERDICT_STATES = {
  'tuned better': { state: 'ok', word: 'better' },
  'defaults better': { state: 'failing', word: 'worse' },
} as const;

function figures({ best, defaults, comparison }: TuneReport): Figure[] {
  const { improvement, maeImprovement, verdict, tuned, days } = comparison;
  const { model, naive, bestNaive } = tuned.scores[0]!.distribution!;
  const state = VERDICT_STATES[verdict as keyof typeof VERDICT_STATES] ?? { state: 'unknown', word: 'inconclusive' };
  return [
    {
      label: 'Improvement of CRPS on unseen days',
      value: (
        <>
          {signed(improvement.mean, 3)}
          <State {...state} />
        </>
      ),
      beside: `95\u00a0% interval ${shown(improvement.low, 3)} to ${shown(improvement.high, 3)}; MAE ${signed(maeImprovement.mean, 3)}`,
    },
    {
      label: 'Tuned, on unseen days',
      value: shown(model.crps, 3),
      beside: `${bestNaive} ${shown(naive[bestNaive]!.crps, 3)}`,
    },
    {
      label: 'Defaults, on unseen days',
      value: shown(comparison.defaults.scores[0]!.distribution!.model.crps, 3),
      beside: counted(days, 'day'),
    },
    {
      label: 'Best trial, in validation',
      value: shown(best.value, 3),
      beside: `trial ${best.number}; defaults ${defaults ? shown(defaults.value, 3) : 'not in the space'}`,
    },
  ];
}
