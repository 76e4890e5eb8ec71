import { graver, type Severity } from '../alerts/alert.js';
import type { Incident, IncidentEvent, IncidentMember } from './incident.js';
import type { LeadGraph } from './leads.js';
import { byOnset, rankMembers } from './rank.js';

/**
 * An open incident that alerts of one tick join. Its members are ranked once when all have joined, so that a breakdown with
 * thousands of alerts costs no more for each of them than a quiet day.
 */
export class GrowingIncident {
  readonly #incident: Incident;
  /** Members of each subject in the order of their ranks. */
  readonly #bySubject = new Map<string, IncidentMember[]>();
  readonly #events: IncidentEvent[];
  /** Of all members; the incident's own follows with the next one that joins. */
  #gravest: Severity;
  #severity: Severity;

  constructor(incident: Incident) {
    this.#incident = incident;
    this.#events = [...incident.events];
    this.#severity = incident.severity;
    this.#gravest = incident.severity;
    for (const member of [...incident.members].sort(byOnset)) {
      const own = this.#bySubject.get(member.subject);
      if (own) own.push(member);
      else this.#bySubject.set(member.subject, [member]);
      this.#gravest = graver(this.#gravest, member.severity);
    }
  }

  /** Takes a member in, for the one it may have been before. The severity gets no less grave. */
  join(member: IncidentMember, event: IncidentEvent): void {
    const others = (this.#bySubject.get(member.subject) ?? []).filter(({ alert }) => alert !== member.alert);
    this.#bySubject.set(member.subject, [...others, member].sort(byOnset));
    this.#events.push(event);
    this.#gravest = graver(this.#gravest, member.severity);
    if (this.#gravest === this.#severity) return;
    this.#events.push({ at: event.at, kind: 'severity', text: `${this.#severity} became ${this.#gravest}` });
    this.#severity = this.#gravest;
  }

  /** The member of a subject that began first; undefined without one. */
  firstOf(subject: string): IncidentMember | undefined {
    return this.#bySubject.get(subject)?.[0];
  }

  /** The incident with all that has joined; the very one that it was if nothing has. */
  whole(leads: LeadGraph): Incident {
    if (this.#events.length === this.#incident.events.length) return this.#incident;
    const members = rankMembers([...this.#bySubject.values()].flat(), leads, this.#incident.root);
    return { ...this.#incident, members, severity: this.#severity, events: this.#events };
  }
}
