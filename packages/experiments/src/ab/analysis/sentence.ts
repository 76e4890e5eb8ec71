import type { Comparison } from './comparison.js';
import type { Judgement } from './verdict.js';

/** Names and level for the sentence. */
export interface SentenceFacts {
  readonly arm: string;
  readonly version: string;
  readonly control: string;
  readonly alpha: number;
}

/** A verdict in one sentence, with the numbers it rests on. */
export function sentenceOf(judgement: Judgement, comparison: Comparison, facts: SentenceFacts): string {
  const { verdict, reasons } = judgement;
  const { version, control } = facts;
  if (verdict === 'invalid') return `Nothing can be said about ${version}: ${reasons.join('; ')}.`;
  const numbers = numbersText(comparison, facts.alpha);
  if (verdict === 'inconclusive') {
    return `Inconclusive whether ${version} and ${control} differ: ${reasons.join('; ')}${numbers}.`;
  }
  const better = verdict === 'treatment better' ? version : control;
  const other = verdict === 'treatment better' ? control : version;
  return `${better} is better than ${other}: ${reasons.join('; ')}${numbers}.`;
}

function numbersText({ control, treatment, difference, relative, alwaysValid }: Comparison, alpha: number): string {
  if (control === null || treatment === null || difference === null) return '';
  const share = relative === null ? '' : ` (${signed(100 * relative, 1)} %)`;
  const bounds =
    alwaysValid?.low == null || alwaysValid.high == null
      ? ', too early for an interval'
      : `, ${100 * (1 - alpha)} % always-valid interval ${signed(alwaysValid.low)} to ${signed(alwaysValid.high)}`;
  return `; the treatment's loss is ${treatment.toFixed(3)} against ${control.toFixed(3)}, a difference of ${signed(difference)}${share}${bounds}`;
}

function signed(value: number, digits = 3): string {
  const text = value.toFixed(digits);
  return value > 0 ? `+${text}` : text.replace('-', '−');
}
