import { DqsError } from '@dqs/core';

import type { IncidentRules } from '../policy/policy.js';
import { incidentOf, openOne, replaced } from './changes.js';
import { acknowledged, assigned, commented, fixed, named, notFixed, reopenedBy, resolved, rooted } from './handling.js';
import type { Incident } from './incident.js';
import { merged, split, undone } from './moves.js';

/** What a person does about incidents. */
export type IncidentAct = { readonly at: number; readonly by: string; readonly incident: string } &
  /** They have it; what they say of it, and when they expect it to be fixed, in milliseconds since 1970. */
  (| { readonly kind: 'acknowledge'; readonly note?: string; readonly fixBy?: number }
    /** Somebody else has it, or nobody. */
    | { readonly kind: 'assign'; readonly to: string | null; readonly note?: string }
    | { readonly kind: 'comment'; readonly note: string }
    /** What was broken is mended; it ends when its alerts do. */
    | { readonly kind: 'fixed'; readonly note?: string }
    /** It was said too early. */
    | { readonly kind: 'not-fixed' }
    | { readonly kind: 'resolve'; readonly reason: string; readonly note?: string }
    /** It has not ended: alerts of it still fire. */
    | { readonly kind: 'reopen'; readonly note?: string }
    /** What it is called; null for what it is about. */
    | { readonly kind: 'name'; readonly title: string | null }
    /** The member in which it began; null for the one that is likeliest. */
    | { readonly kind: 'root'; readonly subject: string | null }
    /** The named incident takes the members of the others over. */
    | { readonly kind: 'merge'; readonly from: readonly string[] }
    /** The named alerts get an incident of their own. */
    | { readonly kind: 'split'; readonly alerts: readonly string[] }
    /** Takes the merge back by which the named incident ended, or the split by which it began. */
    | { readonly kind: 'undo' }
  );

/** An act of a kind. */
export type ActOf<K extends IncidentAct['kind']> = IncidentAct & { readonly kind: K };

/** The longest that a person says of an incident, characters. */
export const MOST_NOTE_CHARACTERS = 1000;
/** The longest name of a person or an incident, characters. */
const MOST_NAME = 200;

/**
 * The incidents after an act; receivers are told with the next tick.
 *
 * @throws DqsError `incident-invalid` if there is no such incident, alert, series or reason, nothing to undo or to reopen, or a text is
 * empty or too long.
 */
export function actOnIncidents(
  incidents: readonly Incident[],
  act: IncidentAct,
  rules: IncidentRules,
): readonly Incident[] {
  const incident = incidentOf(incidents, act.incident);
  assertTexts(act);
  const one = (changed: Incident) => replaced(incidents, [changed]);
  switch (act.kind) {
    case 'acknowledge':
      return one(acknowledged(openOne(incident), act));
    case 'assign':
      return one(assigned(openOne(incident), act));
    case 'comment':
      return one(commented(incident, act));
    case 'fixed':
      return one(fixed(openOne(incident), act));
    case 'not-fixed':
      return one(notFixed(openOne(incident), act));
    case 'resolve':
      return one(resolved(openOne(incident), act, rules));
    case 'reopen':
      return one(reopenedBy(incident, act));
    case 'name':
      return one(named(incident, act));
    case 'root':
      return one(rooted(openOne(incident), act));
    case 'merge':
      return merged(incidents, openOne(incident), act);
    case 'split':
      return split(incidents, openOne(incident), act);
    case 'undo':
      return undone(incidents, incident, act);
  }
}

/** A text that says nothing, or more than anybody reads, is refused. */
function assertTexts(act: IncidentAct): void {
  const texts: readonly (readonly [what: string, text: string | null | undefined, most: number])[] = [
    ['a comment', 'note' in act ? act.note : undefined, MOST_NOTE_CHARACTERS],
    ['a name of whoever gets it', 'to' in act ? act.to : undefined, MOST_NAME],
    ['a title', 'title' in act ? act.title : undefined, MOST_NAME],
  ];
  for (const [what, text, most] of texts) {
    if (text === undefined || text === null || (text.trim() !== '' && text.length <= most)) continue;
    throw new DqsError('incident-invalid', `expected ${what} of 1 to ${most} characters, got ${text.length}`);
  }
}
