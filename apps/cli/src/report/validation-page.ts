import { DQS_VERSION } from '@dqs/core';
import type { ValidationCheck, ValidationReport, ValidationSection } from '@dqs/pipelines';

import { fixed, whole } from '../output/numbers.js';
import { SECTION_TITLES } from '../validation/gates-text.js';
import { escapeHtml } from './escape.js';
import { STYLE } from './style.js';
import { scoreTable } from './tables.js';
import { tilesHtml } from './tiles.js';

/** How a page is made. */
export interface ValidationPageOptions {
  /** What was validated: a path or a version. */
  readonly name: string;
  readonly createdAt: Date;
}

/** Classes of the verdicts; an unclear one is neither good nor bad. */
const TONES = { pass: 'good', fail: 'bad', inconclusive: '' } as const;

/** A validation as one HTML page that needs nothing else: what was checked, what it said and why. */
export function validationPage(report: ValidationReport, { name, createdAt }: ValidationPageOptions): string {
  const { passed, checks, evaluation } = report;
  const failed = checks.filter(({ verdict }) => verdict === 'fail').length;
  const verdict = passed ? 'passes every gate' : `${failed} of ${checks.length} checks say no`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Validation of ${escapeHtml(name)}</title>
<style>${STYLE}.reason{white-space:normal}</style>
</head>
<body>
<header><div><h1>Validation</h1><p>${escapeHtml(name)} <b class="${passed ? 'good' : 'bad'}">${verdict}</b></p></div></header>
<main>
${evaluation ? tilesHtml(evaluation.scores[0]!) : ''}
${(Object.keys(SECTION_TITLES) as ValidationSection[]).map((section) => sectionHtml(section, checks)).join('\n')}
${evaluation ? `<section><h2>Error by level of execution</h2><p>${evaluation.from} to ${evaluation.to}, days the model was not trained on; the best naive forecast is underlined.</p>${scoreTable(evaluation)}</section>` : ''}
${segmentsHtml(report)}
${driftHtml(report)}
</main>
<footer>DQS ${DQS_VERSION} · ${createdAt.toISOString().slice(0, 16).replace('T', ' ')} UTC</footer>
</body>
</html>
`;
}

function sectionHtml(section: ValidationSection, checks: readonly ValidationCheck[]): string {
  const rows = checks
    .filter((check) => check.section === section)
    .map(
      ({ name, verdict, reason, value, threshold }) =>
        `<tr><th class="${TONES[verdict]}">${verdict}</th><td class="text">${escapeHtml(name)}</td>` +
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
    ({ name, psi, ks }) => `<tr><th>${escapeHtml(name)}</th><td>${fixed(psi, 3)}</td><td>${fixed(ks, 3)}</td></tr>`,
  );
  const flags = Object.entries(batch.flagged ?? {}).map(
    ([flag, count]) => `${flag.replaceAll('_', ' ')} ${whole(count)}`,
  );
  const about = `${whole(batch.rows)} rows, ${batch.from} to ${batch.to}, beside the training. Rows flagged: ${flags.join(', ')}.`;
  return `<section><h2>Distributions since the training</h2><p>${about}</p>${table(['feature', 'PSI', 'KS distance'], rows, 1)}</section>`;
}

function table(titles: readonly string[], rows: readonly string[], textColumns: number): string {
  const head = titles.map((title, i) => `<th${i < textColumns ? ' class="text"' : ''}>${title}</th>`);
  return `<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}
