/** @jsxRuntime automatic */
import type { Evaluation, SegmentScores } from '@dqs/pipelines';
import type { ReactNode } from 'react';

import { DataTable, numberColumns, type Column } from '../components/data-table.js';
import type { Figure } from '../components/figures.js';
import { State } from '../components/state.js';
import { naiveNames, skillText, withoutRules } from '../text/scores.js';
import { whole } from '../text/numbers.js';
import { shown, typeset } from '../text/typeset.js';

/** The key figures of a model, each with the best naive forecast's beside it. */
export function scoreFigures({ model, naive, bestNaive, skill }: SegmentScores): Figure[] {
  const best = naive[bestNaive]!;
  const beside = (value: number) => `${bestNaive} ${shown(value)}`;
  return [
    { label: 'Mean absolute error', value: shown(model.mae), beside: beside(best.mae) },
    { label: 'Skill', value: skillCell(skill), beside: 'against the best naive forecast' },
    { label: 'RMSE of the expected value', value: shown(model.rmse), beside: beside(best.rmse) },
    { label: 'Bias', value: shown(model.bias), beside: beside(best.bias) },
  ];
}

/** Errors of the model and of every naive forecast, for all rows and by level of execution. */
export function ScoreTable({ scores }: Pick<Evaluation, 'scores'>) {
  const naive = naiveNames(scores[0]);
  return (
    <DataTable
      label="Error by level of execution"
      columns={[...numberColumns('rows of', scoreTitles(naive))]}
      rows={withoutRules(scores).map((segment) => [segment.segment, ...scoreCells(segment, naive)])}
    />
  );
}

/** Titles of {@link scoreCells}. */
export function scoreTitles(naive: readonly string[]): string[] {
  return ['rows', 'model', ...naive, 'skill'];
}

/** Rows, error of the model, of every naive forecast (the best underlined), and the skill. */
export function scoreCells(
  { rows, model, naive, bestNaive, skill }: SegmentScores,
  names: readonly string[],
): ReactNode[] {
  const naiveCells = names.map((name) => {
    const mae = shown(naive[name]!.mae);
    return name === bestNaive ? <u key={name}>{mae}</u> : mae;
  });
  return [whole(rows), <b key="model">{shown(model.mae)}</b>, ...naiveCells, typeset(skillText(skill)) || '–'];
}

/** Whether the error of a model is at most that of the naive forecast, as a state. */
export function Against({ model, naive }: { readonly model: number; readonly naive: number }) {
  return model <= naive ? <State state="ok" word="as good or better" /> : <State state="watch" word="worse" />;
}

/** The column of {@link Against}. */
export const AGAINST: Column = { title: 'against naive', kind: 'text' };

/** How a model stands beside the best naive forecast, in one sentence. */
export function SkillSentence({ model, bestNaive, skill }: SegmentScores) {
  if (skill === null) return <>The best naive forecast makes no error at all, so the model cannot beat it.</>;
  const percent = shown(Math.abs(100 * skill), 1);
  return (
    <>
      The error of the model is <b>{shown(model.mae)} points</b>,{' '}
      <b>
        {percent} % {skill >= 0 ? 'below' : 'above'}
      </b>{' '}
      that of the best naive forecast, {bestNaive}.
    </>
  );
}

function skillCell(skill: number | null): ReactNode {
  if (skill === null) return '–';
  return (
    <>
      {typeset(skillText(skill))}
      {skill >= 0 ? null : <State state="watch" word="worse than naive" />}
    </>
  );
}
