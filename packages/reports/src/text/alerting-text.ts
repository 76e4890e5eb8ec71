import type { ComparedSend, PolicyComparison, ThresholdProposal } from '@dqs/alerting';
import type { AlertSimulation } from '@dqs/pipelines';
import { durationText } from '@dqs/core/wording';

import { minuteText } from './deliveries-text.js';
import { counted, fixed, whole } from './numbers.js';
import { inLine } from './printable.js';
import { textTable, type TableColumn } from './table.js';

const right = 'right' as const;

/** What a policy would have sent, for the terminal: pages a week, how its warnings did, who would have been told how often. */
export function alertSimulationText(simulation: AlertSimulation): string {
  const { policy, from, to, ticks, incidents } = simulation;
  if (from === null) return `${inLine(policy)}: no day to simulate\n`;
  const head = `${inLine(policy)}, ${from} to ${to}, ${counted(ticks, 'tick')}: ${counted(incidents.length, 'incident')}\n`;
  return [head, pagesText(simulation), warningsText(simulation), earnedText(simulation), sendsTable(simulation)].join(
    '',
  );
}

function pagesText({ pages, pagesPerWeek, pagesWanted, held }: AlertSimulation): string {
  const kept = pagesWanted - pages;
  const budget = kept === 0 ? '' : `; ${counted(kept, 'more is', 'more are')} in a digest, as the budget was used up`;
  const noRoute = held.filter(({ why }) => why === 'no-route').length;
  const lost = noRoute === 0 ? '' : `\n${counted(noRoute, 'message')} had no route: nobody would have been told`;
  return `${counted(pages, 'page')}, ${fixed(pagesPerWeek)} a week${budget}${lost}\n`;
}

function warningsText({ warnings }: AlertSimulation): string {
  const { graded, right: hits, missed, intervened, ungraded, precision, recall, leadTimeMs } = warnings;
  if (graded + intervened + ungraded === 0) return `no day was warned of; ${whole(missed)} missed their target\n`;
  const percent = (share: number | null) => (share === null ? '–' : `${fixed(100 * share, 1)} %`);
  const aside = [
    ...(intervened === 0 ? [] : [`${whole(intervened)} fixed in time`]),
    ...(ungraded === 0 ? [] : [`${whole(ungraded)} without a result`]),
  ];
  const beside = aside.length === 0 ? '' : ` (${aside.join(', ')})`;
  const lead = leadTimeMs === null ? '' : `, lead time ${durationText(leadTimeMs)}`;
  return (
    `warned of ${counted(graded + intervened + ungraded, 'day')}${beside}: precision ${percent(precision)} ` +
    `(${whole(hits)} of ${whole(graded)}), recall ${percent(recall)} (${whole(hits)} of ${whole(missed)})${lead}\n`
  );
}

function earnedText({ earned }: AlertSimulation): string {
  const days = earned.flatMap((one) => (one.days === null ? [] : [one.days])).sort((a, b) => a - b);
  const took = days.length === 0 ? '' : `, after ${counted(days[days.length >> 1]!, 'day')} at the median`;
  return `${whole(days.length)} of ${whole(earned.length)} pools earned their pages${took}\n`;
}

const KINDS = ['opened', 'updated', 'reminder', 'resolved', 'reopened', 'digest'] as const;

function sendsTable({ sends }: AlertSimulation): string {
  if (sends.length === 0) return 'nobody would have been told anything\n';
  const receivers = [...new Set(sends.map(({ receiver }) => receiver))].sort();
  const columns: readonly TableColumn[] = [{ title: 'receiver' }, ...KINDS.map((title) => ({ title, align: right }))];
  const rows = receivers.map((name) => {
    const own = sends.filter(({ receiver }) => receiver === name);
    return [inLine(name), ...KINDS.map((kind) => whole(own.filter((one) => one.kind === kind).length))];
  });
  return `\n${textTable(columns, rows)}`;
}

/** Messages that are listed; the rest is counted. */
const MOST_SENDS = 20;

/** Two policies by what only one of them would have sent. */
export function policyComparisonText(
  comparison: Pick<PolicyComparison, 'both' | 'onlyOld' | 'onlyNew'> & { old: string },
): string {
  const { old, both, onlyOld, onlyNew } = comparison;
  const head = `\nagainst ${inLine(old)}: ${counted(both.length, 'message is', 'messages are')} the same, ${counted(onlyNew.length, 'is', 'are')} new, ${counted(onlyOld.length, 'is', 'are')} gone\n`;
  return `${head}${sendLines('+', onlyNew)}${sendLines('-', onlyOld)}`;
}

function sendLines(mark: string, sends: readonly ComparedSend[]): string {
  const lines = sends.slice(0, MOST_SENDS).map(({ at, receiver, kind, subject, severity }) => {
    return `  ${mark} ${timeText(at)} ${inLine(receiver)} ${kind} ${severity}${subject === null ? '' : ` ${inLine(subject)}`}\n`;
  });
  const rest = sends.length - lines.length;
  return `${lines.join('')}${rest > 0 ? `  ${mark} and ${whole(rest)} more\n` : ''}`;
}

/** The threshold that keeps the pages, and what others would have wanted. */
export function thresholdText(proposal: ThresholdProposal): string {
  const { rule, fact, threshold, present, pagesPerWeek, limit, isKept, band, tried } = proposal;
  const head = isKept
    ? `\n${inLine(rule)}: ${fact} >= ${fixed(threshold)} keeps ${fixed(pagesPerWeek)} pages a week, of at most ${fixed(limit)}; it is ${fixed(present)} now\n`
    : `\n${inLine(rule)}: no threshold keeps ${fixed(limit)} pages a week; ${fact} >= ${fixed(threshold)} wants ${fixed(pagesPerWeek)}\n`;
  const next = `the next ${whole(band.days)} days have ${whole(band.low)} to ${whole(band.high)} pages, in 95 of 100 cases\n`;
  const columns: readonly TableColumn[] = ['threshold', 'pages a week'].map((title) => ({ title, align: right }));
  const rows = tried.map((one) => [fixed(one.threshold), fixed(one.pagesPerWeek)]);
  return `${head}${next}\n${textTable(columns, rows)}`;
}

/** `2026-03-01 08:00Z` */
export function timeText(at: number): string {
  return `${minuteText(new Date(at).toISOString())}Z`;
}
