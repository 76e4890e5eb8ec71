import {
  actInStore,
  isActive,
  type Alert,
  type AlertingStore,
  type Incident,
  type IncidentAct,
  type IncidentState,
  type KeptMark,
  type KeptSilence,
  type MarkRequest,
  type OutboxState,
  type OutboxStore,
  type Policy,
  type SilenceMatch,
  type SilenceRequest,
} from '@dqs/alerting';
import { compareText, DqsError } from '@dqs/core';
import { areWithin, isOnlyOf, type Principal } from '@dqs/runtime/serving';

/** The alerting that a server shows. */
export interface ServedAlerting {
  readonly store: AlertingStore<unknown>;
}

/** An alerting under its policy as it is now. */
export interface AlertingNow extends ServedAlerting {
  readonly policy: Policy;
}

/** A silence that somebody asks for; times are milliseconds since 1970. */
export interface AskedSilence {
  readonly match: SilenceMatch;
  readonly from: number;
  readonly until: number;
  readonly comment: string;
}

type Own<A> = A extends IncidentAct ? Omit<A, 'at' | 'by' | 'incident'> : never;
/** What somebody wants done about an incident: who, when and about which is said beside it. */
export type AskedAct = Own<IncidentAct>;

/** An incident after an act, and all that the act changed. */
export interface ActedOn {
  readonly incident: Incident;
  readonly changed: readonly Incident[];
}

/** What somebody asks for; of whoever is limited to tenants it is about these, whether they say so or not. */
export function silenceRequest(
  { match, ...asked }: AskedSilence,
  { tenants, name: by }: Principal,
  at: number,
): SilenceRequest {
  const isOfAll = tenants !== undefined && match.tenant === undefined;
  return { ...asked, match: isOfAll ? { ...match, tenant: tenants } : match, by, at };
}

/** Incidents that are looked at for those that somebody may see. */
const MOST_INCIDENTS = 10_000;

/**
 * What somebody sees of an alerting, and does to it. To whoever is limited to tenants an incident is there only if all its alerts
 * are about them, an alert if it is, and a silence if it can silence nothing else.
 */
export class AlertingView {
  readonly #alerting: AlertingNow;
  readonly #principal: Principal;

  constructor(alerting: AlertingNow, principal: Principal) {
    this.#alerting = alerting;
    this.#principal = principal;
  }

  /** Incidents, the one that opened last first. */
  async incidents(states: readonly IncidentState[] | undefined): Promise<readonly Incident[]> {
    const { store, policy } = this.#alerting;
    const found = await store.incidents(policy.name, { states, limit: MOST_INCIDENTS });
    return found.filter((one) => this.#sees(one));
  }

  /** @throws DqsError `incident-unknown` if it is not there. */
  async incident(id: string): Promise<Incident> {
    const { store, policy } = this.#alerting;
    const found = await store.incident(policy.name, id);
    if (found && this.#sees(found)) return found;
    throw new DqsError('incident-unknown', `expected the id of an incident, got ${JSON.stringify(id)}`);
  }

  /**
   * Does what somebody wants done about an incident.
   *
   * @param marks what is said of its series with it.
   * @returns the incident, and all that the act changed.
   * @throws DqsError as {@link incident}, also for others that the act is about, and `actInStore`.
   */
  async act(id: string, act: AskedAct, at: number, marks: readonly MarkRequest[] = []): Promise<ActedOn> {
    const { mergedInto, splitFrom } = await this.incident(id);
    const others = act.kind === 'merge' ? act.from : act.kind === 'undo' ? [mergedInto ?? splitFrom ?? id] : [];
    for (const other of others) await this.incident(other);
    const { store, policy } = this.#alerting;
    const whole = { ...act, at, by: this.#principal.name, incident: id } as IncidentAct;
    const changed = await actInStore(store, { name: policy.name, policy, act: whole, marks });
    return { incident: changed.find((one) => one.id === id)!, changed };
  }

  /** Alerts that are on their way, fire or are about to recover, by their keys. */
  async alerts(): Promise<readonly Alert[]> {
    const { store, policy } = this.#alerting;
    const { state } = await store.load(policy.name);
    const active = state.alerts.filter((one) => isActive(one) && this.#isOwn(one.labels.tenant));
    return active.sort((a, b) => compareText(a.key, b.key));
  }

  /** Silences, in the order in which they were made. */
  async silences(): Promise<readonly KeptSilence[]> {
    const { store, policy } = this.#alerting;
    return (await store.silences(policy.name)).filter(({ match }) => this.#isWithin(match));
  }

  /**
   * Makes a silence; the same again is the one that is there.
   *
   * @param request as {@link silenceRequest} makes it.
   * @throws DqsError `access-denied` if it could silence what is not there for whoever asks; as `addSilence`.
   */
  async addSilence(request: SilenceRequest): Promise<KeptSilence> {
    const { store, policy } = this.#alerting;
    this.assertOwn(request.match);
    return store.addSilence(policy.name, request);
  }

  /** @throws DqsError `access-denied` for a silence that could silence what is not there for whoever asks. */
  assertOwn(match: SilenceMatch): void {
    if (this.#isWithin(match)) return;
    throw new DqsError(
      'access-denied',
      'expected a silence of the tenants that the key is limited to, named without patterns',
    );
  }

  /** Ends a silence before its time; the first end counts. @throws DqsError `silence-unknown`. */
  async endSilence(id: string, at: number): Promise<KeptSilence> {
    const { store, policy } = this.#alerting;
    const isThere = (await this.silences()).some((one) => one.id === id);
    const ended = isThere ? await store.endSilence(policy.name, id, { at, by: this.#principal.name }) : undefined;
    if (ended) return ended;
    throw new DqsError('silence-unknown', `expected the id of a silence, got ${JSON.stringify(id)}`);
  }

  /** The messages of the alerting. */
  outbox(): OutboxStore<unknown> {
    const { store, policy } = this.#alerting;
    return store.outboxOf(policy.name);
  }

  /** Has a message sent after all. @returns where it stands now. @throws DqsError `message-unknown`. */
  async resend(id: string, at: number): Promise<OutboxState> {
    const state = await this.outbox().revive(id, at);
    if (state !== undefined) return state;
    throw new DqsError(
      'message-unknown',
      `expected the id of a message that cannot be sent, got ${JSON.stringify(id)}`,
    );
  }

  /** What was said of series, in the order in which it was; of some of them, or of all that somebody may see. */
  async marks(series: readonly string[]): Promise<readonly KeptMark[]> {
    const { store, policy } = this.#alerting;
    return store.marks(policy.name, series);
  }

  /** Notes what somebody says of a series that they may see; the same again is what is there. @throws DqsError as `addMark`. */
  addMark(said: MarkRequest): Promise<KeptMark> {
    const { store, policy } = this.#alerting;
    return store.addMark(policy.name, said);
  }

  /** Takes a mark back of a series that somebody may see; the first time counts. @throws DqsError `mark-unknown`. */
  async withdrawMark(id: string, series: readonly string[], at: number): Promise<KeptMark> {
    const { store, policy } = this.#alerting;
    const isThere = (await this.marks(series)).some((one) => one.id === id);
    const end = { at, by: this.#principal.name };
    const withdrawn = isThere ? await store.withdrawMark(policy.name, id, end) : undefined;
    if (withdrawn) return withdrawn;
    throw new DqsError('mark-unknown', `expected the id of a mark, got ${JSON.stringify(id)}`);
  }

  #sees({ members }: Incident): boolean {
    return (
      this.#principal.tenants === undefined ||
      (members.length > 0 && members.every(({ labels }) => this.#isOwn(labels.tenant)))
    );
  }

  #isOwn(tenant: string | undefined): boolean {
    const { tenants } = this.#principal;
    return areWithin(tenant === undefined ? undefined : [tenant], tenants);
  }

  #isWithin(match: SilenceMatch): boolean {
    return isOnlyOf(match, this.#principal.tenants);
  }
}
