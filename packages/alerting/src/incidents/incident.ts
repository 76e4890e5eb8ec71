import type { Labels, Level, Severity } from '../alerts/alert.js';
import type { Reason } from '../reason.js';

/** How an alert came into its incident. */
export type JoinReason = 'first' | 'group' | 'lead' | 'again' | 'merged' | 'split';

/** An alert in an incident. */
export interface IncidentMember {
  /** Key of the alert. */
  readonly alert: string;
  readonly rule: string;
  readonly level: Level;
  readonly subject: string;
  readonly labels: Labels;
  readonly severity: Severity;
  readonly cost: number;
  readonly reasons: readonly Reason[];
  /** When the alert began to fire, in milliseconds since 1970. */
  readonly firedAt: number;
  /** Day of the observation with which it fired. */
  readonly day: number;
  readonly joinedBy: JoinReason;
  /** Key of the group that it falls into by itself. */
  readonly group: string;
  /** The subject that leads it by `lag` days at the false-discovery rate `q`, if it joined by a lead. */
  readonly ledBy: { readonly subject: string; readonly lag: number; readonly q: number } | null;
  /** When it resolved; null while it fires. */
  readonly resolvedAt: number | null;
  /** The incident that it was merged or split from, which an undo gives it back to; null if it never moved. */
  readonly movedFrom: string | null;
}

/** Open; taken by a person; over. */
export type IncidentState = 'open' | 'acknowledged' | 'resolved';

/** How an incident ended. */
export interface Resolution {
  /** One of the policy's `resolution_reasons`, or `recovered` if all its alerts resolved by themselves. */
  readonly reason: string;
  readonly by: string;
  readonly at: number;
}

/** What happened to an incident. */
export interface IncidentEvent {
  readonly at: number;
  readonly kind:
    | 'opened'
    | 'joined'
    | 'severity'
    | 'member-resolved'
    | 'acknowledged'
    | 'resolved'
    | 'reopened'
    | 'merged'
    | 'split'
    | 'undone'
    | 'assigned'
    | 'commented'
    | 'fixed'
    | 'named'
    | 'rooted';
  readonly text: string;
  /** Who did it; absent if the policy did. */
  readonly by?: string;
  /** What they said of it, in their words. */
  readonly note?: string;
}

/** What a receiver has been told of an incident. */
export interface Told {
  readonly receiver: string;
  readonly at: number;
  /** False after it has been told that the incident is over. */
  readonly open: boolean;
  /** Sends so far: the number in the id of the next one. */
  readonly count: number;
  /** Events of the incident that it has been told of. */
  readonly seen: number;
  /** Whether it has had a message of its own, now or before. */
  readonly sent: boolean;
  /** The digest in which it stands instead of a message; null for a message. */
  readonly digest: string | null;
  /** Observations since, for `repeat: { every: 4 results }`, and the day of the last one counted. */
  readonly results: number;
  readonly day: number;
}

/** What belongs together and is told as one: the unit of messages. Survives JSON. */
export interface Incident {
  /** Follows from its first alert and the time at which it opened. */
  readonly id: string;
  readonly state: IncidentState;
  readonly severity: Severity;
  /** What its members share, by the policy's `group_by`. */
  readonly group: string;
  readonly openedAt: number;
  /** Members, the likeliest root first. */
  readonly members: readonly IncidentMember[];
  /** Alerts that one of its members speaks for. */
  readonly inhibited: number;
  readonly acknowledgedBy: string | null;
  readonly resolution: Resolution | null;
  /** How often it has been opened again. */
  readonly reopened: number;
  /** The incident that took its members over. */
  readonly mergedInto: string | null;
  /** The incident that it was split from. */
  readonly splitFrom: string | null;
  /** Alerts that fired when a person resolved it: they open nothing new before they have been good. */
  readonly settled: readonly string[];
  readonly told: readonly Told[];
  readonly events: readonly IncidentEvent[];
  /** What a person called it. */
  readonly title?: string;
  /** The subject of which a person said that it began there. */
  readonly root?: string;
  /** When it is expected to be fixed, and who expects it. */
  readonly fixBy?: { readonly at: number; readonly by: string };
  /** Since when it is fixed, and who said so. */
  readonly fixed?: { readonly at: number; readonly by: string };
}
