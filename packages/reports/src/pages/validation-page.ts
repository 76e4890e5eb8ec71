import type { Evaluation, ValidationCheck, ValidationReport, ValidationSection } from '@dqs/pipelines';
import type { Verdict } from '@dqs/validation';

import { fixed, whole } from '../text/numbers.js';
import { checkCounts, SECTION_TITLES } from '../text/gates-text.js';
import { escapeHtml } from '../html/escape.js';
import { htmlPage } from '../html/html-page.js';
import { scoreTable } from '../html/tables.js';
import { tilesHtml } from '../html/tiles.js';

/** How a page is made. */
export interface ValidationPageOptions {
  /** What was validated: a path or a version. */
  readonly name: string;
  readonly createdAt: Date;
}

/** Classes of the verdicts; an inconclusive one is neither good nor bad. */
const TONES = { pass: 'good', fail: 'bad', inconclusive: '' } as const;

/** The order of the rows: what needs a look comes first. */
const URGENCY: readonly Verdict[] = ['fail', 'inconclusive', 'pass'];

/** A validation as one HTML page that needs nothing else: what was checked, what it said and why, failures first. */
export function validationPage(report: ValidationReport, { name, createdAt }: ValidationPageOptions): string {
  const { passed, checks, evaluation } = report;
  const sections = (Object.keys(SECTION_TITLES) as ValidationSection[])
    .map((section) => ({ section, rows: byUrgency(checks.filter((check) => check.section === section)) }))
    .sort((a, b) => urgencyOf(a.rows[0]) - urgencyOf(b.rows[0]));
  const main = [
    ...sections.map(({ section, rows }) => sectionHtml(section, rows)),
    evaluation ? tilesHtml(evaluation.scores[0]!) : '',
    evaluation ? scoresHtml(evaluation) : '',
    segmentsHtml(report),
    driftHtml(report),
  ];
  return htmlPage({
    title: `Validation of ${name}`,
    heading: 'Validation',
    subtitle: `${escapeHtml(name)} <b class="${passed ? 'good' : 'bad'}">${passed ? 'passes' : 'does not pass'}</b>: ${checkCounts(checks)}`,
    main: main.join('\n'),
    style: '.reason{white-space:normal}',
    createdAt,
  });
}

/** The checks with what failed first; within a verdict they keep their order. */
function byUrgency(checks: readonly ValidationCheck[]): ValidationCheck[] {
  return [...checks].sort((a, b) => urgencyOf(a) - urgencyOf(b));
}

function urgencyOf(check: ValidationCheck | undefined): number {
  return check === undefined ? URGENCY.length : URGENCY.indexOf(check.verdict);
}

function scoresHtml(evaluation: Evaluation): string {
  return `<section><h2>Error by level of execution</h2><p>${evaluation.from} to ${evaluation.to}, days the model was not trained on; the best naive forecast is underlined.</p>${scoreTable(evaluation)}</section>`;
}

function sectionHtml(section: ValidationSection, checks: readonly ValidationCheck[]): string {
  const rows = checks.map(
    ({ name, verdict, reason, value, threshold }) =>
      `<tr class="check"><th class="${TONES[verdict]}">${verdict}</th><td class="text">${escapeHtml(name)}</td>` +
      `<td class="text reason">${escapeHtml(reason)}</td><td>${fixed(value, 3)}</td><td>${fixed(threshold, 3)}</td></tr>`,
  );
  if (rows.length === 0) return '';
  return `<section><h2>${SECTION_TITLES[section]}</h2>${table(['verdict', 'check', 'why', 'value', 'limit'], rows, 3)}</section>`;
}

function segmentsHtml({ segments }: ValidationReport): string {
  if (segments.length === 0) return '';
  const rows = segments.map(
    ({ kind, segment, rows: count, mae, naiveMae }) =>
      `<tr><th>${escapeHtml(kind)}</th><td class="text">${escapeHtml(segment)}</td><td>${whole(count)}</td>` +
      `<td class="${mae <= naiveMae ? 'good' : 'bad'}">${fixed(mae)}</td><td>${fixed(naiveMae)}</td></tr>`,
  );
  const head = ['kind', 'segment', 'rows', 'model', 'naive'];
  return `<section><h2>Segments, the worst first</h2><p>Mean absolute error in percentage points.</p>${table(head, rows, 2)}</section>`;
}

function driftHtml({ batch }: ValidationReport): string {
  if (batch.drift.length === 0) return '';
  const rows = batch.drift.map(
    ({ name, psi, ks, pValue }) =>
      `<tr><th>${escapeHtml(name)}</th><td>${fixed(psi, 3)}</td><td>${fixed(ks, 3)}</td><td>${fixed(pValue, 3)}</td></tr>`,
  );
  const flags = Object.entries(batch.flagged ?? {}).map(
    ([flag, count]) => `${flag.replaceAll('_', ' ')} ${whole(count)}`,
  );
  const about = `${whole(batch.rows)} rows, ${batch.from} to ${batch.to}, beside the training. Rows flagged: ${flags.join(', ')}.`;
  return `<section><h2>Distributions since the training</h2><p>${about}</p>${table(['feature', 'PSI', 'KS distance', 'p by chance'], rows, 1)}</section>`;
}

function table(titles: readonly string[], rows: readonly string[], textColumns: number): string {
  const head = titles.map((title, i) => `<th${i < textColumns ? ' class="text"' : ''}>${title}</th>`);
  return `<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}
