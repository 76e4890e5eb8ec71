import type { JsonValue } from '@dqs/core/audit';

/** Something that happened and that others wait for. */
export interface NewEvent {
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** Area and what happened: `forecasts.issued`, `incident.opened`. */
  readonly type: string;
  /** Whom it concerns; without it, the whole of the operation. */
  readonly tenant?: string | undefined;
  /** What it happened to: the id of an incident, a day, a model. */
  readonly subject: string;
  readonly data: JsonValue;
}

/** An event as it is kept. */
export interface StoreEvent extends NewEvent {
  /** From 1, in the order in which events can be seen. */
  readonly number: number;
}
