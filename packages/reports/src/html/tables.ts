import type { BacktestFold, BacktestSeries, Evaluation, SegmentScores } from '@dqs/pipelines';

import { naiveNames, skillText } from '../text/scores.js';
import { fixed, whole } from '../text/numbers.js';
import { escapeHtml } from './escape.js';

/** Errors of the model and of every naive forecast, for all rows and by level of execution. */
export function scoreTable({ scores }: Evaluation): string {
  const naive = naiveNames(scores[0]);
  const rows = scores.map((segment) => `<tr><th>${escapeHtml(segment.segment)}</th>${scoreCells(segment, naive)}</tr>`);
  return table(['rows of', 'rows', 'model', ...naive, 'skill'], rows, 1);
}

/** The same by fold, with the days of each. */
export function foldTable(folds: readonly BacktestFold[]): string {
  const naive = naiveNames(folds[0]?.evaluation.scores[0]);
  const rows = folds.map(({ train, evaluation }) => {
    const tested = `${evaluation.from} to ${evaluation.to}`;
    const cells = scoreCells(evaluation.scores[0]!, naive);
    return `<tr><th>${tested}</th><td class="text">${train.from} to ${train.to}</td>${cells}</tr>`;
  });
  return table(['tested on', 'trained on', 'rows', 'model', ...naive, 'skill'], rows, 2);
}

/**
 * One row per series with its error beside the naive one.
 *
 * @param charted the first so many have a chart and link to it.
 */
export function seriesTable(series: readonly BacktestSeries[], charted: number): string {
  const rows = series.map((one, i) => {
    const name = escapeHtml(one.datasetName || one.datasetUuid);
    const link = i < charted ? `<a href="#series" data-show="${i}">${name}</a>` : name;
    const isBetter = one.mae <= one.naiveMae;
    return (
      `<tr><th title="${escapeHtml(one.datasetUuid)}">${link}</th><td class="text">${escapeHtml(one.ruleCode)}</td>` +
      `<td>${one.days.length}</td><td class="${isBetter ? 'good' : 'bad'}">${fixed(one.mae)}</td><td>${fixed(one.naiveMae)}</td></tr>`
    );
  });
  return table(['dataset', 'rule', 'days', 'model', 'naive'], rows, 2, 'series-table');
}

function scoreCells({ rows, model, naive, bestNaive, skill }: SegmentScores, names: readonly string[]): string {
  const naiveCells = names.map((name) => {
    const mae = fixed(naive[name]!.mae);
    return `<td>${name === bestNaive ? `<u>${mae}</u>` : mae}</td>`;
  });
  const tone = (skill ?? 0) >= 0 ? 'good' : 'bad';
  return `<td>${whole(rows)}</td><td><b>${fixed(model.mae)}</b></td>${naiveCells.join('')}<td class="${tone}">${skillText(skill)}</td>`;
}

function table(titles: readonly string[], rows: readonly string[], textColumns: number, id = ''): string {
  const head = titles.map((title, i) => `<th${i < textColumns ? ' class="text"' : ''}>${escapeHtml(title)}</th>`);
  const idText = id === '' ? '' : ` id="${id}"`;
  return `<div class="scroll"><table${idText}><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}
