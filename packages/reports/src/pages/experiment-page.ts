import type { Comparison, Evaluation, TreatmentResult } from '@dqs/experiments';

import { fixed, whole } from '../text/numbers.js';
import { chartSvg, legendHtml, type ChartLine } from '../charts/line-chart.js';
import { escapeHtml } from '../html/escape.js';
import { htmlPage } from '../html/html-page.js';
import { guardrailCells, intervalText, pText, segmentCells } from '../text/experiment-text.js';

const TONES = { 'treatment better': 'good', 'control better': 'bad', inconclusive: '', invalid: 'bad' } as const;

/** An evaluation as one HTML page that needs nothing else: nothing is fetched, and names from the data stay text. */
export function experimentPage(evaluation: Evaluation, createdAt: Date): string {
  const { definition, from, to, requests, units } = evaluation;
  const span = from === null ? 'no outcomes yet' : `${from} to ${to}`;
  const treatments = evaluation.treatments.map((result) => treatmentHtml(result, definition.control));
  return htmlPage({
    title: `Experiment ${definition.name}`,
    heading: `Experiment ${definition.name}`,
    subtitle: `${definition.mode} mode · ${span} · ${whole(requests)} outcomes of ${whole(units)} units`,
    main: [...treatments, ratioSection(evaluation)].join('\n'),
    createdAt,
  });
}

function treatmentHtml(result: TreatmentResult, control: string): string {
  const { arm, version, verdict, sentence, cautions, primary, split } = result;
  const notes = cautions.map((caution) => `<p class="tick">Note: ${escapeHtml(caution)}.</p>`);
  return `<section><h2>${escapeHtml(version)} against ${escapeHtml(control)}</h2>
<div class="tiles"><div class="tile ${TONES[verdict]}"><span>Verdict on the ${escapeHtml(arm)}</span><strong>${verdict}</strong></div></div>
<p>${escapeHtml(sentence)}</p>${notes.join('')}
${comparisonHtml(primary)}${split === null ? '' : `<h3>What the split alone would say</h3>${comparisonHtml(split)}`}
${segmentTable(result)}${guardrailTable(result)}</section>`;
}

function comparisonHtml(one: Comparison): string {
  const facts = [
    ['design', one.design],
    ['days', String(one.days)],
    ['loss of control', fixed(one.control, 3)],
    ['loss of treatment', fixed(one.treatment, 3)],
    ['difference', `${fixed(one.difference, 3)}${one.relative === null ? '' : ` (${fixed(100 * one.relative, 1)} %)`}`],
    ['always-valid interval', intervalText(one.alwaysValid)],
    ['always-valid p', pText(one.alwaysValid?.pValue)],
    [
      'concluded',
      one.concluded === null
        ? 'not yet'
        : `${one.concluded.winner} better, ${one.concluded.day}, after ${one.concluded.afterDays} days`,
    ],
  ];
  const tests = one.fixed.tests.map((test) => [
    test.name,
    String(one.fixed.days),
    one.fixed.isDue ? 'due' : 'not due yet',
    fixed(test.difference, 3),
    intervalText(test),
    pText(test.pValue),
  ]);
  return `${table(['', ''], facts)}${timelineChart(one)}
<h3>Fixed-horizon tests</h3>${table(['test', 'days', '', 'difference', 'interval', 'p'], tests)}`;
}

/** Difference and interval by day; before an interval is bounded there is nothing to draw. */
function timelineChart({ timeline, design }: Comparison): string {
  const bounded = timeline.filter(({ low, high }) => low !== null && high !== null);
  if (bounded.length < 2) return '';
  const lines: ChartLine[] = [
    { name: 'lower end', kind: 'naive', values: bounded.map(({ low }) => low!) },
    { name: 'upper end', kind: 'naive', values: bounded.map(({ high }) => high!) },
    { name: 'no difference', kind: 'actual', values: bounded.map(() => 0) },
    { name: 'difference', kind: 'forecast', values: bounded.map(({ difference }) => difference) },
  ];
  const title = `Difference of losses by day, ${design}`;
  const days = bounded.map(({ day }) => day);
  return `<h3>Difference of losses, treatment minus control, with its always-valid interval</h3>
${legendHtml(lines)}${chartSvg({ title, days, lines, unit: '' })}`;
}

function segmentTable({ segments }: TreatmentResult): string {
  if (segments.length === 0) return '';
  const rows = segments.map((one) => [
    ...segmentCells(one),
    one.winner === null ? 'not known' : `${one.winner} better`,
  ]);
  const titles = ['segment', 'rows', 'control', 'difference', 'relative', 'always-valid interval', 'adjusted p', ''];
  return `<h3>Segments, p-values adjusted for their number</h3>${table(titles, rows)}`;
}

function guardrailTable({ guardrails }: TreatmentResult): string {
  if (guardrails.length === 0) return '';
  const rows = guardrails.map(guardrailCells);
  return `<h3>Guardrails</h3>${table(['guardrail', 'limit', 'increase', 'interval, %', ''], rows)}`;
}

function ratioSection({ sampleRatio }: Evaluation): string {
  if (sampleRatio.length === 0) return '';
  const rows = sampleRatio.map(({ from, units, shares, pValue, isMismatch }) => [
    from,
    ...Object.keys(units).map((arm) => `${whole(units[arm]!)} (${fixed(100 * shares[arm]!, 1)} % expected)`),
    pText(pValue),
    isMismatch ? 'mismatch' : 'as it should be',
  ]);
  const arms = Object.keys(sampleRatio[0]!.units);
  return `<section><h2>Division of units</h2>${table(['since', ...arms, 'chi-square p', ''], rows)}</section>`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = titles.map((title, i) => `<th${i === 0 ? ' class="text"' : ''}>${escapeHtml(title)}</th>`);
  const body = rows.map(
    ([first, ...others]) =>
      `<tr><th>${escapeHtml(first!)}</th>${others.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  );
  const header = titles.every((title) => title === '') ? '' : `<thead><tr>${head.join('')}</tr></thead>`;
  return `<div class="scroll"><table>${header}<tbody>${body.join('\n')}</tbody></table></div>`;
}
