import {
  countText,
  dateText,
  durationText,
  lateText,
  lineText,
  localTime,
  oddsText,
  STATE_LOOKS,
  targetText,
} from '@dqs/core/wording';

import type { IncidentFacts, MemberFacts, ResolutionFacts } from './facts.js';
import { forecastLine, intervenedLine, overviewLine, recordLine, resultLine } from './member-lines.js';
import { MOST_LINES } from './message.js';

/** A title and a context stand around them. */
const MOST_BODY = MOST_LINES - 2;
/** News of an open incident; its reason follows. */
const MOST_NEWS = 2;
const MOST_NOTE = 300;

/** The lines between the title and the context, one to three. */
export function bodyLines(facts: IncidentFacts): string[] {
  const lines = facts.phase === 'resolved' ? resolvedLines(facts) : (silenceLine(facts) ?? openLines(facts));
  return lines.slice(0, MOST_BODY);
}

function openLines(facts: IncidentFacts): string[] {
  const { subject, reason, record } = facts;
  const why = reason === undefined ? [] : [`First reason: ${lineText(reason)}.`];
  if (subject.kind === 'finding') return [...subject.lines.map((line) => lineText(line, MOST_NOTE)), ...why];
  if (subject.kind === 'source') return [sourceLine(subject), ...planLines(facts)];
  const news = newsLines(facts, subject.members);
  if (facts.phase === 'acknowledged') return [...news, ...orElse(planLines(facts), why)];
  return [...news, ...why, ...(record === undefined ? [] : [recordLine(record)])];
}

function sourceLine(source: Extract<IncidentFacts['subject'], { kind: 'source' }>): string {
  const late = lateText(source);
  return `${late.charAt(0).toUpperCase()}${late.slice(1)}`;
}

/** What is new: days that were mended, results, otherwise what is likely. */
function newsLines(facts: IncidentFacts, members: readonly MemberFacts[]): string[] {
  const { day: today } = localTime(facts.knownAt, facts.timeZone);
  // No more than are shown: each looks for its name among all members, of which there may be thousands.
  const mended = members.filter(({ intervened }) => intervened !== undefined).slice(0, MOST_NEWS);
  const results = members.filter(({ result }) => result !== undefined).slice(0, MOST_NEWS);
  const news = [
    ...mended.map((member) => intervenedLine(member, today)),
    ...results.map((member) => resultLine(members, member, today)),
  ];
  if (facts.phase === 'acknowledged') return orElse(news.slice(0, 1), [overviewLine(members)]);
  const likely = members.find(({ forecast }) => forecast !== undefined);
  const forecasts = likely === undefined ? [overviewLine(members)] : [forecastLine(members, likely, today)];
  return orElse(news, forecasts).slice(0, MOST_NEWS);
}

/** Of those who have it: what they said, and when they expect an end. */
function planLines({ holder, note, fixBy, earliestEnd, knownAt, timeZone }: IncidentFacts): string[] {
  const { day: today } = localTime(knownAt, timeZone);
  const by = lineText(holder ?? 'Nobody');
  const lines = note === undefined ? [] : [`${by}: "${lineText(note, MOST_NOTE)}"`];
  const plan: string[] = [];
  if (fixBy !== undefined) {
    const { day, clock } = localTime(fixBy, timeZone);
    const when = day === today ? 'today' : `on ${dateText(day, today)}`;
    plan.push(`Expected to be fixed ${when} ${clock}${note === undefined ? `, says ${by}` : ''}.`);
  }
  if (earliestEnd !== undefined) {
    const results = countText(earliestEnd.goodResults, 'good result');
    plan.push(`Earliest end: ${dateText(earliestEnd.day, today)}, after ${results}.`);
  }
  return plan.length === 0 ? lines : [...lines, plan.join(' ')];
}

/** What stands there while nobody is told, or when that has just ended. */
function silenceLine({ silence, silenceEnded, subject, knownAt, timeZone }: IncidentFacts): string[] | undefined {
  const { day: today } = localTime(knownAt, timeZone);
  const worst = subject.kind === 'series' ? subject.members[0] : undefined;
  const odds = worst?.forecast === undefined ? undefined : oddsText(worst.forecast.odds);
  if (silence !== undefined) {
    const until = dateText(localTime(silence.until, timeZone).day, today);
    const would =
      worst === undefined
        ? ''
        : ` It would be ${STATE_LOOKS[worst.state].word}${odds === undefined ? '' : `, ${odds}`}.`;
    return [`Silenced to ${until} by ${lineText(silence.by)}: ${lineText(silence.comment)}.${would}`];
  }
  if (silenceEnded === undefined) return undefined;
  const since = `failing since ${dateText(silenceEnded.firingSince, today)}`;
  const likely = odds === undefined ? '' : `${odds} likely below its target of ${targetText(worst!.target)}, `;
  return [`The silence ended and it still fires: ${likely}${since}.`];
}

function resolvedLines({ resolution, openedAt, resolvedAt, knownAt }: IncidentFacts): string[] {
  const open = `Open for ${durationText((resolvedAt ?? knownAt) - openedAt)}.`;
  if (resolution === undefined) return [open];
  const { reason, by } = resolution;
  const why = `Reason: ${lineText(reason)}${by === undefined ? '' : `, by ${lineText(by)}`}.`;
  return [`${goodResults(resolution)}${open}`, `${why}${warningsText(resolution)}`];
}

function goodResults({ results, target }: ResolutionFacts): string {
  if (results.length === 0) return '';
  const counts = results.map(({ passes, executions }) => `${passes} of ${executions}`).join(' and ');
  const reached = target === undefined ? '' : `, target ${targetText(target)}`;
  return `${countText(results.length, 'good result')} in a row: ${counts}${reached}. `;
}

function warningsText({ warnings }: ResolutionFacts): string {
  if (warnings === undefined) return '';
  const { right, fixed, wrong, missed } = warnings;
  const kinds = [
    [right, 'right'],
    [fixed, 'fixed in time'],
    [wrong, wrong === 1 ? 'false alarm' : 'false alarms'],
  ] as const;
  const shares = kinds.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const all = right + fixed + wrong;
  const said = all === 0 ? 'No warning' : `${countText(all, 'warning')}: ${shares.join(', ')}`;
  return ` ${said}; ${countText(missed, 'bad day')} missed.`;
}

function orElse(lines: string[], otherwise: string[]): string[] {
  return lines.length > 0 ? lines : otherwise;
}
