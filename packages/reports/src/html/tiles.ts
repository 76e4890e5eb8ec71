import type { SegmentScores } from '@dqs/pipelines';

import { skillText } from '../text/scores.js';
import { fixed } from '../text/numbers.js';
import { escapeHtml } from './escape.js';

/** The headline numbers, each with the best naive forecast's beside it. */
export function tilesHtml({ model, naive, bestNaive, skill }: SegmentScores): string {
  const best = naive[bestNaive]!;
  const beside = (value: number) => `${escapeHtml(bestNaive)} ${fixed(value)}`;
  return `<div class="tiles">
${tile('Mean absolute error', fixed(model.mae), beside(best.mae))}
${tile('Skill', skillText(skill) || 'none', 'against the best naive forecast', (skill ?? 0) >= 0 ? 'good' : 'bad')}
${tile('RMSE of the expected value', fixed(model.rmse), beside(best.rmse))}
${tile('Bias', fixed(model.bias), beside(best.bias))}
</div>`;
}

function tile(label: string, value: string, beside: string, tone = ''): string {
  return `<div class="tile ${tone}"><span>${label}</span><strong>${value}</strong><small>${beside}</small></div>`;
}
