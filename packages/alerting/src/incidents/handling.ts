import { didYouMean, DqsError } from '@dqs/core';

import type { IncidentRules } from '../policy/policy.js';
import type { ActOf } from './act.js';
import { reopened, withEvent } from './changes.js';
import type { Incident } from './incident.js';
import { rootFirst } from './rank.js';

/** Whoever acts has it. */
export function acknowledged(incident: Incident, { at, by, note, fixBy }: ActOf<'acknowledge'>): Incident {
  const plan = fixBy === undefined ? {} : { fixBy: { at: fixBy, by } };
  return withEvent(
    { ...incident, ...plan, state: 'acknowledged', acknowledgedBy: by },
    { at, kind: 'acknowledged', text: `${by} has it`, by, ...said(note) },
  );
}

/** Somebody else has it, or nobody. */
export function assigned(incident: Incident, { at, by, to, note }: ActOf<'assign'>): Incident {
  const text = to === null ? 'gave it back' : `gave it to ${to}`;
  return withEvent(
    { ...incident, state: to === null ? 'open' : 'acknowledged', acknowledgedBy: to },
    { at, kind: 'assigned', text: `${by} ${text}`, by, ...said(note) },
  );
}

/** Something is said of it, also after its end. */
export function commented(incident: Incident, { at, by, note }: ActOf<'comment'>): Incident {
  return withEvent(incident, { at, kind: 'commented', text: `${by} said something of it`, by, note });
}

/** What was broken is mended. Whoever mends it has it, if nobody had. */
export function fixed(incident: Incident, { at, by, note }: ActOf<'fixed'>): Incident {
  const acknowledgedBy = incident.acknowledgedBy ?? by;
  return withEvent(
    { ...incident, state: 'acknowledged', acknowledgedBy, fixed: { at, by } },
    { at, kind: 'fixed', text: `${by} fixed it`, by, ...said(note) },
  );
}

/** That it is mended was said too early. @throws DqsError `incident-invalid` if nobody said so. */
export function notFixed(incident: Incident, { at, by }: ActOf<'not-fixed'>): Incident {
  const { fixed: was, ...rest } = incident;
  if (was !== undefined) return withEvent(rest, { at, kind: 'undone', text: `${by} took back that it is fixed`, by });
  throw new DqsError(
    'incident-invalid',
    `expected an incident of which somebody said that it is fixed, got ${incident.id}, of which nobody did`,
  );
}

/** It has ended, for a reason of the policy. @throws DqsError `incident-invalid` for another one. */
export function resolved(
  incident: Incident,
  { at, by, reason, note }: ActOf<'resolve'>,
  { resolutionReasons }: IncidentRules,
): Incident {
  if (resolutionReasons.length > 0 && !resolutionReasons.includes(reason)) {
    const list = resolutionReasons.join(', ');
    throw new DqsError(
      'incident-invalid',
      `expected a reason of the policy (${list}), got "${reason}"${didYouMean(reason, resolutionReasons)}`,
    );
  }
  const settled = incident.members.filter(({ resolvedAt }) => resolvedAt === null).map(({ alert }) => alert);
  const done: Incident = { ...incident, state: 'resolved', resolution: { reason, by, at }, settled };
  return withEvent(done, { at, kind: 'resolved', text: `resolved: ${reason}`, by, ...said(note) });
}

/**
 * It has not ended: an alert of it still fires. One whose alerts are all over would end with the next tick.
 *
 * @throws DqsError `incident-invalid` if it is open, was merged, or nothing of it fires.
 */
export function reopenedBy(incident: Incident, { at, by, note }: ActOf<'reopen'>): Incident {
  const { id, state, mergedInto, members } = incident;
  const got =
    state !== 'resolved'
      ? `${id}, which is open`
      : mergedInto !== null
        ? `${id}, which was merged into ${mergedInto}: undo that`
        : `${id}, whose alerts are all over: it opens by itself when one fires again`;
  if (state === 'resolved' && mergedInto === null && members.some(({ resolvedAt }) => resolvedAt === null)) {
    const again: Incident = { ...reopened(incident), acknowledgedBy: null };
    return withEvent(again, { at, kind: 'reopened', text: `${by} opened it again`, by, ...said(note) });
  }
  throw new DqsError(
    'incident-invalid',
    `expected an incident that a person resolved while alerts of it still fire, got ${got}`,
  );
}

/** What it is called from now on. */
export function named(incident: Incident, { at, by, title }: ActOf<'name'>): Incident {
  const { title: _, ...rest } = incident;
  const text = title === null ? `${by} took its title back` : `${by} called it "${title}"`;
  return withEvent(title === null ? rest : { ...rest, title }, { at, kind: 'named', text, by });
}

/** Where it began, whatever leads whom. @throws DqsError `incident-invalid` for what is no member of it. */
export function rooted(incident: Incident, { at, by, subject }: ActOf<'root'>): Incident {
  const { root: _, ...rest } = incident;
  if (subject === null) return withEvent(rest, { at, kind: 'rooted', text: `${by} left the root to the leads`, by });
  const subjects = incident.members.map((one) => one.subject);
  if (!subjects.includes(subject)) {
    throw new DqsError(
      'incident-invalid',
      `expected what ${incident.id} is about, got "${subject}"${didYouMean(subject, subjects)}`,
    );
  }
  const members = rootFirst(incident.members, subject);
  return withEvent(
    { ...rest, members, root: subject },
    { at, kind: 'rooted', text: `${by} named ${subject} as the root`, by },
  );
}

function said(note: string | undefined): { readonly note?: string } {
  return note === undefined ? {} : { note };
}
