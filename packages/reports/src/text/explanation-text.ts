import { roundedToSum } from '@dqs/core/stats';
import type { Explanation, FeatureContribution } from '@dqs/pipelines';

import { fixed } from './numbers.js';
import { oddsText } from './odds-text.js';
import { inLine } from './printable.js';
import { textTable } from './table.js';

/** Digits behind the point of what is printed. */
const DIGITS = 1;
/** Maximum number of features in the sentence. */
const SENTENCE_FEATURES = 4;

/** One line of an explanation, rounded so that all lines together are the forecast. */
interface Line {
  readonly name: string;
  /** What a feature is, in words; of other lines their name. */
  readonly meaning: string;
  readonly value: string;
  readonly contribution: number;
  /** Points in units of the last digit. */
  readonly units: number;
}

/** An explanation as a table, a line a feature, and as a sentence. */
export function explanationText(explanation: Explanation, top: number): string {
  const { forecast, scale, meaning } = explanation;
  const lines = linesOf(explanation, top);
  const reasons = oddsReasons(explanation, top);
  const right = (title: string) => ({ title, align: 'right' as const });
  const columns = [
    { title: 'feature' },
    { title: 'what it is' },
    right('value'),
    right(scale === 'log-odds' ? 'log odds' : 'fraction'),
    right('points'),
  ];
  const rows = lines.map(({ name, meaning, value, contribution, units }, i) => [
    name,
    // Lines that are no feature, and features of which nothing more is said, have no words but their name.
    meaning === name ? '' : meaning,
    value,
    fixed(contribution, 4),
    i === 0 ? number(units) : signed(units),
  ]);
  const total = lines.reduce((sum, { units }) => sum + units, 0);
  const sum = lines.reduce((all, { contribution }) => all + contribution, 0);
  const { tenantId, datasetName, datasetUuid, ruleCode, businessDate, asOfDate } = forecast;
  const tenant = tenantId === '' ? '' : ` of tenant ${inLine(tenantId)}`;
  return (
    `${inLine(datasetName || datasetUuid)}${tenant}, rule ${inLine(ruleCode)}, ${businessDate} from results up to ` +
    `${asOfDate}\n\n` +
    `${textTable(columns, [...rows, ['expected percentage', '', '', fixed(sum, 4), number(total)]])}\n` +
    `${meaning === '' ? '' : `Contributions are ${meaning}.\n\n`}` +
    `${explanationSentence(explanation, top)}\n${oddsText(forecast)}\n${reasons === '' ? '' : `${reasons}\n`}`
  );
}

/** An explanation as one sentence with numbers that add up, and the other forecasts beside it. */
export function explanationSentence(explanation: Explanation, top: number): string {
  const { forecast } = explanation;
  const [base, ...lines] = linesOf(explanation, Math.min(top, SENTENCE_FEATURES)) as [Line, ...Line[]];
  const total = lines.reduce((sum, { units }) => sum + units, base.units);
  const parts = lines.map(
    ({ meaning, value, units }) => `${signed(units)} ${inLine(value === '' ? meaning : `${meaning} (${value})`)}`,
  );
  const naive = forecast.naivePassPercentage === null ? 'none' : `${fixed(forecast.naivePassPercentage)} %`;
  return (
    `Expected are ${number(total)} % = ${number(base.units)} % at the start ${parts.join(' ')}; ` +
    `the value of least error is ${fixed(forecast.predictedPassPercentage)} %, the median of the last 7 observed days ${naive}.`
  );
}

/** The odds of a forecast as one sentence with numbers that add up; empty where its distribution is not explained. */
export function oddsReasons({ odds }: Explanation, top: number): string {
  if (!odds) return '';
  const shown = odds.contributions.slice(0, Math.min(top, SENTENCE_FEATURES));
  const others = odds.contributions.slice(shown.length);
  const parts = [
    { text: 'at the start', points: odds.base },
    { text: 'from the history of the series', points: odds.history },
    ...shown.map(({ meaning, points }) => ({ text: `(${inLine(meaning)})`, points })),
    { text: 'from all others', points: others.reduce((sum, { points }) => sum + points, 0) },
  ];
  const units = roundedToSum(
    parts.map(({ points }) => points),
    odds.percentage,
    DIGITS,
  );
  const sum = parts.map(({ text }, i) => `${i === 0 ? number(units[0]!) : signed(units[i]!)} ${text}`).join(' ');
  return `The odds are ${number(units.reduce((total, unit) => total + unit, 0))} % = ${sum}.`;
}

function linesOf(explanation: Explanation, top: number): Line[] {
  const { base, contributions, cutOffPoints, forecast } = explanation;
  const shown = contributions.slice(0, top);
  const others = contributions.slice(top);
  const rows: (Omit<Line, 'units' | 'meaning'> & { readonly meaning?: string; readonly points: number })[] = [
    { name: 'start', value: '', contribution: base.contribution, points: base.percentage },
    ...shown.map((one) => ({ ...one, value: valueText(one.value) })),
    ...(others.length === 0 ? [] : [restOf(others)]),
    ...(cutOffPoints === 0
      ? []
      : [{ name: 'cut off', value: '', contribution: cutOffPoints / 100, points: cutOffPoints }]),
  ];
  const units = roundedToSum(
    rows.map(({ points }) => points),
    forecast.expectedPassPercentage,
    DIGITS,
  );
  return rows.map(({ name, meaning = name, value, contribution }, i) => ({
    name,
    meaning,
    value,
    contribution,
    units: units[i]!,
  }));
}

function restOf(others: readonly FeatureContribution[]) {
  const sum = (of: (one: FeatureContribution) => number) => others.reduce((total, one) => total + of(one), 0);
  const name = others.length === 1 ? '1 other' : `${others.length} others`;
  return { name, value: '', contribution: sum((one) => one.contribution), points: sum((one) => one.points) };
}

function valueText(value: FeatureContribution['value']): string {
  if (value === null) return 'missing';
  return typeof value === 'number' ? String(Math.round(100 * value) / 100) : value;
}

function number(units: number): string {
  return fixed(units / 10 ** DIGITS, DIGITS);
}

function signed(units: number): string {
  return `${units < 0 ? '−' : '+'} ${number(Math.abs(units))}`;
}
