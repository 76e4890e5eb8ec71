import type { AlertingState } from '../decide/state.js';
import type { Incident, IncidentState } from '../incidents/incident.js';
import type { OutboxStore } from '../outbox/outbox.js';
import type { KeptMark, MarkRequest } from './marks.js';
import type { KeptSilence, SilenceRequest } from './silences.js';
import type { AlertingStep, NewStep, StepQuery } from './steps.js';
import type { TakenBack } from './taken-back.js';

/** Where an alerting stands after its last step. */
export interface KeptState {
  /** Steps so far; 0 before the first. */
  readonly version: number;
  readonly state: AlertingState;
}

/** A step and the state that it leads to. */
export interface SaveRequest {
  readonly name: string;
  /** The version that was read before: the step is taken only if nobody has taken another one since. */
  readonly before: number;
  readonly state: AlertingState;
  /** Incidents that are new or have changed. */
  readonly incidents: readonly Incident[];
  /** What is said of series with it; the same as was said before is what is there. */
  readonly marks?: readonly MarkRequest[];
  readonly step: NewStep;
}

/** The most incidents that are listed unless more are asked for. */
export const MOST_INCIDENTS = 1000;

/** Which incidents to list. */
export interface IncidentQuery {
  readonly states?: readonly IncidentState[];
  /** Only those that opened in this span, in milliseconds since 1970; the end does not belong to it. */
  readonly from?: number;
  readonly until?: number;
  /** The most incidents. @default 1000 */
  readonly limit?: number;
}

/**
 * What alerting has to remember: where it stands, what it did and why, its incidents, and what people said. Several alertings,
 * such as one for each tenant, live side by side under names and know nothing of each other. Several processes may work at once.
 *
 * A decision, its record and the messages that follow from it are stored in one transaction, so that none is there without the
 * others. Records are only ever added.
 *
 * The suite of this contract is `ALERTING_STORE_CONTRACT` of `@dqs/alerting/testing`.
 *
 * @typeParam Tx a transaction of the store.
 */
export interface AlertingStore<Tx> {
  /**
   * The messages of an alerting, queued in the same transactions. Each has its own: receivers of two policies may have the same
   * name, and whoever dispatches knows the channels of one.
   */
  outboxOf(name: string): OutboxStore<Tx>;

  /** Runs work in a transaction that commits when it has ended well and rolls back if it throws. */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;

  /** The alertings that have taken a step, in the order of their names. */
  names(): Promise<readonly string[]>;

  /** Where an alerting stands; version 0 and `NO_ALERTS` before its first step. */
  load(name: string): Promise<KeptState>;

  /** Steps that an alerting has taken; 0 before its first: what it holds is the same as long as this is. */
  version(name: string): Promise<number>;

  /**
   * Where an alerting stood at a time: after its last step by then, whatever it did later; version 0 and `NO_ALERTS` before its
   * first one.
   *
   * @param at milliseconds since 1970.
   * @throws DqsError `history-removed` if retention has removed what was known then.
   */
  stateAt(name: string, at: number): Promise<KeptState>;

  /**
   * Takes a step as part of a transaction, at most one for a name.
   *
   * @returns the version that it leads to.
   * @throws DqsError `invalid-argument` as {@link addMark}; `alerting-conflict`, at the latest when the transaction commits, if another one was taken meanwhile; then
   * nothing of the transaction is there.
   */
  save(tx: Tx, request: SaveRequest): Promise<number>;

  /** Steps in their order, at most as many as the query allows; `allSteps` reads on. */
  steps(name: string, query?: StepQuery): Promise<readonly AlertingStep[]>;

  /** Incidents as they were last, also those that the state no longer needs; the one that opened last comes first. */
  incidents(name: string, query?: IncidentQuery): Promise<readonly Incident[]>;

  /** An incident as it was last. */
  incident(name: string, id: string): Promise<Incident | undefined>;

  /**
   * Makes a silence; the same one again is the one that is there.
   *
   * @throws DqsError `invalid-argument` if it silences everything or ends before it begins.
   */
  addSilence(name: string, request: SilenceRequest): Promise<KeptSilence>;

  /** Ends a silence before its time. @returns the silence; undefined if there is none of that id. Its first end counts. */
  endSilence(name: string, id: string, end: TakenBack): Promise<KeptSilence | undefined>;

  /** All silences, those that have ended included, in the order in which they were made. */
  silences(name: string): Promise<readonly KeptSilence[]>;

  /**
   * Notes what a person said of a series; the same again is what is there.
   *
   * @throws DqsError `invalid-argument` if it is said without the percentage that it needs.
   */
  addMark(name: string, request: MarkRequest): Promise<KeptMark>;

  /** Takes a mark back. @returns the mark; undefined if there is none of that id. The first time counts. */
  withdrawMark(name: string, id: string, end: TakenBack): Promise<KeptMark | undefined>;

  /** What was said, taken back or not, in the order in which it was; of some series, or of all. */
  marks(name: string, series?: readonly string[]): Promise<readonly KeptMark[]>;

  /** Gives up what the store holds. */
  close(): Promise<void>;
}
