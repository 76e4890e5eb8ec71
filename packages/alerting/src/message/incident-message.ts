import { countText, lineText, localTime, oddsText, STATE_LOOKS, targetText } from '@dqs/core/wording';

import { actionsOf } from './actions.js';
import { bodyLines } from './body-lines.js';
import type { IncidentFacts } from './facts.js';
import { membersText } from './member-lines.js';
import type { IncidentMessage } from './message.js';
import type { MessageState } from './states.js';

/** Datasets that a message carries for systems that group by them. */
const MOST_DATASETS = 10;

/** Where links of messages lead. */
export interface MessageLinks {
  /** Address of the pages, such as `https://dqs.example.com`; without it a message has no actions. */
  readonly pages?: string;
}

/**
 * The message about an incident, a pure function of what is known of it.
 *
 * @example
 * incidentMessage(facts, { pages: 'https://dqs.example.com' }).fallback;
 * // Likely to fail: customers · fresh, 69 % below 95 today. INC-214, team-shop.
 */
export function incidentMessage(facts: IncidentFacts, links: MessageLinks = {}): IncidentMessage {
  const { phase, severity, openedAt, knownAt, resolvedAt } = facts;
  const state = stateOf(facts);
  const owner = facts.owner === undefined ? undefined : lineText(facts.owner);
  const holder = phase === 'acknowledged' && facts.holder !== undefined ? lineText(facts.holder) : undefined;
  return {
    kind: 'incident',
    incident: lineText(facts.incident),
    phase,
    state,
    severity,
    what: whatText(facts),
    ...(holder !== undefined && { holder }),
    lines: bodyLines(facts),
    ...(owner !== undefined && { owner }),
    context: contextOf(facts),
    rule: lineText(facts.rule),
    datasets: datasetsOf(facts),
    openedAt,
    knownAt,
    ...(resolvedAt !== undefined && { resolvedAt }),
    actions: actionsOf(facts, state, links.pages),
    fallback: fallbackText(facts, state),
  };
}

function stateOf({ phase, silence, subject }: IncidentFacts): MessageState {
  if (phase === 'resolved') return 'resolved';
  if (silence !== undefined) return 'suppressed';
  if (subject.kind === 'source') return 'unknown';
  return subject.kind === 'finding' ? subject.state : subject.members[0]!.state;
}

function whatText({ title, subject }: IncidentFacts): string {
  if (title !== undefined) return lineText(title);
  if (subject.kind === 'source') return `${lineText(subject.source)} has not arrived`;
  return subject.kind === 'finding' ? lineText(subject.what) : membersText(subject.members);
}

function datasetsOf({ subject }: IncidentFacts): string[] {
  if (subject.kind !== 'series') return [];
  return [...new Set(subject.members.map(({ dataset }) => lineText(dataset)))].slice(0, MOST_DATASETS);
}

function contextOf(facts: IncidentFacts): string[] {
  const { incident, phase, rule, paged, openedAt, knownAt, resolution, timeZone } = facts;
  if (phase === 'resolved') {
    const days = resolution?.reopensWithinDays;
    const reopens = days === undefined ? [] : [`reopens by itself within ${countText(days, 'day')}`];
    return [lineText(incident), ...reopens];
  }
  const days = localTime(knownAt, timeZone).day - localTime(openedAt, timeZone).day;
  const open = days < 2 ? [] : [`open for ${days} days`];
  const page =
    paged &&
    `${facts.severity}, paged ${localTime(paged.at, timeZone).clock} (${paged.used} of ${paged.allowed} ${paged.per})`;
  const said = phase === 'acknowledged' ? open : [page ?? lineText(rule)];
  return [lineText(incident), ...said, `known at ${localTime(knownAt, timeZone).clock}`];
}

function fallbackText(facts: IncidentFacts, state: MessageState): string {
  const { subject, incident, owner, knownAt, timeZone } = facts;
  const worst = state === 'likely' && subject.kind === 'series' ? subject.members[0] : undefined;
  const { day: today } = localTime(knownAt, timeZone);
  const odds =
    worst?.forecast === undefined
      ? ''
      : `, ${oddsText(worst.forecast.odds)} below ${targetText(worst.target)}${worst.forecast.day === today ? ' today' : ''}`;
  const who = owner === undefined ? 'no owner' : lineText(owner);
  return `${STATE_LOOKS[state].word}: ${whatText(facts)}${odds}. ${lineText(incident)}, ${who}.`;
}
