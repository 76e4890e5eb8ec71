import type { Severity } from '../alerts/alert.js';
import type { Reason } from '../reason.js';

/** What a receiver is told: `digest` sums up what was kept for its hour. */
export type SendKind = 'opened' | 'updated' | 'reminder' | 'resolved' | 'reopened' | 'digest';

/** One entry of a digest. */
export interface DigestEntry {
  readonly incident: string;
  readonly kind: Exclude<SendKind, 'digest'>;
  readonly at: number;
  readonly severity: Severity;
  readonly owners: readonly string[];
  /** Expected cost; the entries of a digest stand in descending order of it. */
  readonly cost: number;
  /** Why it is not a message of its own: `route`, `budget`, `hours`. */
  readonly why: DigestCause;
  readonly reasons: readonly Reason[];
}

/** Why something stands in a digest: its route leads there, a budget is used up, or the receiver is not active. */
export type DigestCause = 'route' | 'budget' | 'hours';

/** One thing to send. Whoever sends it twice, sends it under the same id. */
export interface Send {
  /** Follows from incident, receiver and number; the same in every replay. */
  readonly id: string;
  readonly kind: SendKind;
  /** Name of a receiver of the policy. */
  readonly receiver: string;
  /** Id of the incident; null for a digest. */
  readonly incident: string | null;
  readonly at: number;
  readonly severity: Severity;
  readonly owners: readonly string[];
  /** Whether it counts against the budget of pages. */
  readonly page: boolean;
  readonly reasons: readonly Reason[];
  /** Of a digest: what it holds. Empty in a digest that is sent although it is quiet. */
  readonly entries?: readonly DigestEntry[];
}

/** Something that a receiver is not told as a message of its own, and why. */
export interface Held {
  readonly incident: string;
  readonly receiver: string;
  readonly at: number;
  readonly kind: Exclude<SendKind, 'digest'>;
  /** In a digest instead (`route`, `budget`, `hours`), until the receiver is active (`waiting`), or for good. */
  readonly why: DigestCause | 'waiting' | 'resolve-off' | 'no-route';
  /** The digest that it stands in; null if in none. */
  readonly digest: string | null;
  readonly reasons: readonly Reason[];
}
