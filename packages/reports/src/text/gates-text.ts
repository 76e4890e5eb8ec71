import type { GateCheck, GateReport, GateVerdict } from '@dqs/core';
import type { ValidationReport, ValidationSection } from '@dqs/pipelines';

import { colored } from './colors.js';
import { counted, fixed } from './numbers.js';
import { scoresText } from './scores.js';
import { inLine } from './printable.js';
import { textTable } from './table.js';

/** Names of the sections of a validation. */
export const SECTION_TITLES: Readonly<Record<ValidationSection, string>> = {
  bundle: 'The bundle',
  forecasts: 'Its forecasts of unseen days',
  leakage: 'Leaks of the target',
  data: 'Its input data',
};

const MARKS: Readonly<Record<GateVerdict, { readonly text: string; readonly color: 'green' | 'red' | 'yellow' }>> = {
  pass: { text: 'pass', color: 'green' },
  fail: { text: 'FAIL', color: 'red' },
  inconclusive: { text: 'inconclusive', color: 'yellow' },
};

/** One line after a training: passed, or what failed and why. */
export function gatesSummary(gates: GateReport | null): string {
  if (gates === null) return 'Gates were skipped; the bundle records this.\n';
  const { passed, checks } = gates;
  const inconclusive = checks.filter(({ verdict }) => verdict === 'inconclusive');
  const lines = checks.filter(({ verdict }) => verdict === 'fail').map(checkLine);
  if (!passed) return `\n${lines.join('')}A gate failed. The bundle was written, but do not use it in production.\n`;
  const names = inconclusive.length === 0 ? '' : ` (${inconclusive.map(({ name }) => name).join(', ')})`;
  return `Gates: ${checkCounts(checks)}${names}; dqs validate runs all of them.\n`;
}

/** `1 check passed, 0 failed, 0 inconclusive`: how every report counts its checks. */
export function checkCounts(checks: readonly Pick<GateCheck, 'verdict'>[]): string {
  const count = (verdict: GateVerdict) => checks.filter((check) => check.verdict === verdict).length;
  return `${counted(count('pass'), 'check')} passed, ${count('fail')} failed, ${count('inconclusive')} inconclusive`;
}

/** A whole report for the terminal. */
export function validationText(
  report: ValidationReport,
  facts: { readonly name: string; readonly html?: string },
): string {
  const { checks, passed, evaluation } = report;
  const sections = Object.entries(SECTION_TITLES).map(([section, title]) => {
    const lines = checks.filter((check) => check.section === section).map(checkLine);
    return lines.length === 0 ? '' : `${colored('bold', title)}\n\n${lines.join('')}\n`;
  });
  const verdict = passed ? colored('green', 'passes') : colored('red', 'does not pass');
  const written = facts.html === undefined ? '' : `Report written to ${inLine(facts.html)}\n`;
  return (
    sections.join('') +
    (evaluation ? `${scoresText(evaluation)}\n` : '') +
    driftText(report) +
    `${inLine(facts.name)} ${verdict}: ${checkCounts(checks)}\n${written}`
  );
}

function checkLine({ name, verdict, reason }: GateCheck): string {
  const { text, color } = MARKS[verdict];
  return `  ${colored(color, text.padEnd(12))}  ${name.padEnd(19)}  ${inLine(reason)}\n`;
}

/** The features that moved most, if any did. */
function driftText({ batch }: ValidationReport): string {
  const moved = batch.drift.filter(({ psi }) => psi > 0.1).slice(0, 5);
  if (moved.length === 0) return '';
  const right = 'right' as const;
  const table = textTable(
    [{ title: 'moved since the training' }, { title: 'PSI', align: right }, { title: 'KS', align: right }],
    moved.map(({ name, meaning = name, psi, ks }) => [meaning, fixed(psi), fixed(ks)]),
  );
  return `${counted(batch.rows, 'row')}, ${batch.from} to ${batch.to}, compared with the training\n\n${table}\n`;
}
