import { compareText } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';
import { instantOf, localTime } from '@dqs/core/wording';

import { graver, type Severity } from '../alerts/alert.js';
import type { DigestEntry, Send } from '../decide/send.js';
import type { Policy, Receiver } from '../policy/policy.js';

/** What a digest has collected since it was last sent. */
export interface DigestState {
  readonly receiver: string;
  /** When it was last sent, or first looked at. */
  readonly sentAt: number;
  readonly entries: readonly DigestEntry[];
}

/** Nobody is named as the owner. */
export const NOBODY = 'nobody';

/** The digests of a tick: what is added to them, and those whose hour has come. */
export class Digests {
  readonly #policy: Policy;
  readonly #at: number;
  readonly #states = new Map<string, DigestState>();

  constructor(policy: Policy, states: readonly DigestState[], at: number) {
    this.#policy = policy;
    this.#at = at;
    const known = new Map(states.map((one) => [one.receiver, one]));
    for (const [name, { digestAt }] of policy.receivers) {
      if (digestAt === undefined) continue;
      this.#states.set(name, known.get(name) ?? { receiver: name, sentAt: at, entries: [] });
    }
    // A receiver that the policy no longer has keeps what it holds: nothing is dropped, and it is listed.
    for (const one of states) if (!this.#states.has(one.receiver)) this.#states.set(one.receiver, one);
  }

  add(receiver: string, entry: DigestEntry): void {
    const state = this.#states.get(receiver) ?? { receiver, sentAt: this.#at, entries: [] };
    this.#states.set(receiver, { ...state, entries: [...state.entries, entry] });
  }

  /** The digests whose hour has come since they were last sent. */
  due(owners: readonly string[]): readonly Send[] {
    const sends: Send[] = [];
    for (const [name, state] of this.#states) {
      const receiver = this.#policy.receivers.get(name);
      if (receiver?.digestAt === undefined || this.#lastHour(receiver.digestAt) <= state.sentAt) continue;
      this.#states.set(name, { receiver: name, sentAt: this.#at, entries: [] });
      sends.push(...this.#sendsOf(receiver, state.entries, owners));
    }
    return sends;
  }

  /** When the next digest is due that has something to say; undefined without one. */
  nextAt(): number | undefined {
    const times = [...this.#states.values()].flatMap(({ receiver: name, entries }) => {
      const receiver = this.#policy.receivers.get(name);
      if (receiver?.digestAt === undefined || (entries.length === 0 && !receiver.evenIfQuiet)) return [];
      return [this.#nextHour(receiver.digestAt)];
    });
    return times.length === 0 ? undefined : Math.min(...times);
  }

  get states(): readonly DigestState[] {
    return [...this.#states.values()];
  }

  #lastHour(minute: number): number {
    const { day } = localTime(this.#at, this.#policy.timezone);
    const today = instantOf(day, minute, this.#policy.timezone);
    return today <= this.#at ? today : instantOf(day - 1, minute, this.#policy.timezone);
  }

  #nextHour(minute: number): number {
    const { day } = localTime(this.#at, this.#policy.timezone);
    const today = instantOf(day, minute, this.#policy.timezone);
    return today > this.#at ? today : instantOf(day + 1, minute, this.#policy.timezone);
  }

  /** One digest, or one for each owner where its address names the owner. */
  #sendsOf(receiver: Receiver, entries: readonly DigestEntry[], owners: readonly string[]): readonly Send[] {
    const sorted = [...entries].sort((a, b) => b.cost - a.cost || a.at - b.at || compareText(a.incident, b.incident));
    if (!isPerOwner(receiver)) {
      return sorted.length > 0 || receiver.evenIfQuiet ? [this.#send(receiver, sorted, [])] : [];
    }
    const named = [...new Set([...sorted.flatMap((one) => one.owners), ...(receiver.evenIfQuiet ? owners : [])])];
    return named.sort(compareText).map((owner) =>
      this.#send(
        receiver,
        sorted.filter((one) => one.owners.includes(owner)),
        [owner],
      ),
    );
  }

  #send({ name }: Receiver, entries: readonly DigestEntry[], owners: readonly string[]): Send {
    const id = `msg-${sha256(JSON.stringify(['digest', name, owners, this.#at])).slice(0, 16)}`;
    const severity = entries.reduce<Severity>((gravest, one) => graver(gravest, one.severity), 'info');
    const reasons = entries[0]?.reasons ?? [];
    return {
      id,
      kind: 'digest',
      receiver: name,
      incident: null,
      at: this.#at,
      severity,
      owners,
      page: false,
      reasons,
      entries,
    };
  }
}

function isPerOwner({ settings }: Receiver): boolean {
  return settings.email?.to.some((address) => address.includes('{owner}')) ?? false;
}
