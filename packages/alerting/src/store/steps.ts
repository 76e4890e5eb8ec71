import type { Transition } from '../decide/decide.js';
import type { Held, Send } from '../decide/send.js';
import type { SystemFacts } from '../facts/facts.js';
import type { IncidentAct } from '../incidents/act.js';

/** What a tick decided, without the state that it led to. */
export interface TickStep {
  readonly kind: 'tick';
  /** The business day whose results were judged. */
  readonly day: number;
  readonly transitions: readonly Transition[];
  readonly sends: readonly Send[];
  readonly held: readonly Held[];
  /** When time alone was to change something next. */
  readonly nextAt: number | null;
  /** What was known of the system itself: nothing else tells it afterwards. */
  readonly system: readonly SystemFacts[];
}

/** What a person did about incidents. */
export interface ActStep {
  readonly kind: 'act';
  readonly act: IncidentAct;
}

/** A step to be taken: a tick or an act. */
export type NewStep = {
  /** In milliseconds since 1970. */
  readonly at: number;
  /** Digest of the policy that was at work. */
  readonly policy: string;
} & (TickStep | ActStep);

/** A step that was taken. Survives JSON. */
export type AlertingStep = NewStep & {
  /** From 1, without a gap. */
  readonly version: number;
  /** Ids of the incidents that it made or changed. */
  readonly incidents: readonly string[];
};

/** Which steps to read. */
export interface StepQuery {
  /** Only steps of this span, in milliseconds since 1970; the end does not belong to it. */
  readonly from?: number;
  readonly until?: number;
  /** Only steps after this version. */
  readonly after?: number;
  /** Only acts, and ticks that changed or sent something. */
  readonly eventful?: boolean;
  /** The most steps, up to 1000. @default 1000 */
  readonly limit?: number;
}

/** The most steps of one answer. */
export const MOST_STEPS = 1000;

/** Whether a step changed or sent something. */
export function isEventful(step: NewStep, incidents: readonly unknown[]): boolean {
  return step.kind === 'act' || incidents.length + step.transitions.length + step.sends.length > 0;
}
