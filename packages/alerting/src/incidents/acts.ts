import { DqsError } from '@dqs/core';

import type { IncidentRules } from '../policy/policy.js';
import type { IncidentAct } from './act.js';
import { incidentOf, openOne, replaced } from './changes.js';
import { acknowledged, assigned, commented, fixed, named, notFixed, reopenedBy, resolved, rooted } from './handling.js';
import type { Incident } from './incident.js';
import { merged, split, undone } from './moves.js';

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
