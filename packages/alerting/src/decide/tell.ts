import { isOpen, nextOpening } from '@dqs/core/calendar';
import { sha256 } from '@dqs/core/journal';

import { type Alert, isActive } from '../alerts/alert.js';
import { type Digests, NOBODY } from '../digest/digests.js';
import type { Incident, IncidentEvent, Told } from '../incidents/incident.js';
import type { Policy, Receiver, Repeat } from '../policy/policy.js';
import type { Reason } from '../reason.js';
import type { PageBudgets } from '../routing/pages.js';
import { routesOf } from '../routing/route.js';
import type { DigestCause, Held, Send, SendKind } from './send.js';

type MessageKind = Exclude<SendKind, 'digest'>;

/** What would be told to a receiver if nothing holds it back. */
interface Wish {
  readonly kind: MessageKind;
  readonly receiver: Receiver;
  readonly told: Told | undefined;
}

/** What a tick tells of incidents. */
export interface Telling {
  readonly incidents: readonly Incident[];
  readonly sends: readonly Send[];
  readonly held: readonly Held[];
  /** When something that waits can be told. */
  readonly timers: readonly number[];
}

/** What happens to an incident that those who know of it are told. */
const TOLD_EVENTS: readonly IncidentEvent['kind'][] = [
  'joined',
  'severity',
  'member-resolved',
  'acknowledged',
  'assigned',
  'fixed',
  'merged',
  'split',
  'undone',
];

/** Tells receivers what has happened to incidents, within their hours and budgets, the most costly first. */
export class Teller {
  readonly #policy: Policy;
  readonly #at: number;
  readonly #alerts: ReadonlyMap<string, Alert>;
  readonly #budgets: PageBudgets;
  readonly #digests: Digests;
  readonly #sends: Send[] = [];
  readonly #held: Held[] = [];
  readonly #timers: number[] = [];

  constructor(policy: Policy, at: number, alerts: ReadonlyMap<string, Alert>, budgets: PageBudgets, digests: Digests) {
    this.#policy = policy;
    this.#at = at;
    this.#alerts = alerts;
    this.#budgets = budgets;
    this.#digests = digests;
  }

  tell(incidents: readonly Incident[]): Telling {
    const byCost = [...incidents].sort((a, b) => costOf(b) - costOf(a));
    const told = new Map(byCost.map((incident) => [incident.id, this.#tellOf(incident)]));
    return {
      incidents: incidents.map(({ id }) => told.get(id)!),
      sends: this.#sends,
      held: this.#held,
      timers: this.#timers,
    };
  }

  #tellOf(before: Incident): Incident {
    const incident = this.#withoutLost(this.#counted(before));
    const wishes = incident.state === 'resolved' ? this.#endings(incident) : this.#news(incident);
    if (wishes.length === 0) return incident;
    const told = new Map(incident.told.map((one) => [one.receiver, one]));
    const page = this.#pageOf(incident, wishes);
    let isTold = false;
    for (const wish of wishes) {
      const after = this.#deliver(incident, wish, page);
      if (!after) continue;
      told.set(after.receiver, after);
      isTold = true;
    }
    return isTold ? { ...incident, told: [...told.values()] } : incident;
  }

  /** Counts a new result of its alerts for `repeat`. */
  #counted(incident: Incident): Incident {
    const day = this.#dayOf(incident);
    if (incident.state === 'resolved' || incident.told.every((one) => one.day >= day)) return incident;
    return {
      ...incident,
      told: incident.told.map((one) => (one.day < day ? { ...one, day, results: one.results + 1 } : one)),
    };
  }

  /** A receiver that the policy no longer has can be told no end. */
  #withoutLost(incident: Incident): Incident {
    const isLost = ({ receiver, open }: Told) => open && !this.#policy.receivers.has(receiver);
    if (incident.state !== 'resolved' || !incident.told.some(isLost)) return incident;
    return { ...incident, told: incident.told.map((one) => (isLost(one) ? { ...one, open: false } : one)) };
  }

  /** Whoever was told that it is open is told once that it is over. */
  #endings({ told }: Incident): Wish[] {
    return told.flatMap((one) => {
      const receiver = this.#policy.receivers.get(one.receiver);
      return one.open && receiver ? [{ kind: 'resolved' as const, receiver, told: one }] : [];
    });
  }

  #news(incident: Incident): Wish[] {
    const routed = this.#routed(incident);
    if (routed.size === 0) return [];
    const ready = incident.openedAt + this.#policy.incidents.groupWaitMs;
    if (incident.told.length === 0 && this.#at < ready) {
      this.#timers.push(ready);
      return [];
    }
    const known = new Map(incident.told.map((one) => [one.receiver, one]));
    return [...routed].flatMap(([name, repeat]) => {
      const [receiver, told] = [this.#policy.receivers.get(name)!, known.get(name)];
      const kind = this.#kindOf(incident, told, repeat);
      return kind === undefined ? [] : [{ kind, receiver, told }];
    });
  }

  /** Receivers of the alerts that fire and may be told, and how often they want to be. */
  #routed(incident: Incident): ReadonlyMap<string, Repeat> {
    const found = new Map<string, Repeat>();
    const seen = new Set<string>();
    for (const member of incident.members) {
      const alert = this.#alerts.get(member.alert);
      if (!alert || !isActive(alert) || alert.suppressed !== null || member.resolvedAt !== null) continue;
      const { labels, rule, level, severity } = member;
      const same = JSON.stringify([labels, rule, severity]);
      if (seen.has(same)) continue;
      seen.add(same);
      const routed = routesOf(this.#policy.routes, { labels, rule, level, severity });
      if (routed.length === 0) this.#hold(incident, '', 'opened', 'no-route', null, member.reasons);
      for (const { receiver, repeat } of routed) if (!found.has(receiver)) found.set(receiver, repeat);
    }
    return found;
  }

  #kindOf(incident: Incident, told: Told | undefined, repeat: Repeat): MessageKind | undefined {
    if (told === undefined) return 'opened';
    const again = told.sent ? 'reopened' : 'opened';
    if (!told.open) return again;
    const news = incident.events.slice(told.seen).filter(({ kind }) => TOLD_EVENTS.includes(kind));
    // What stands in a digest is told by itself once it is graver than what stands there.
    if (told.digest !== null) return news.some(({ kind }) => kind === 'severity') ? again : undefined;
    if (news.length > 0 && repeat !== 'never') return 'updated';
    return this.#isDue(incident.state, told, repeat) ? 'reminder' : undefined;
  }

  #isDue(state: Incident['state'], told: Told, repeat: Repeat): boolean {
    if (typeof repeat === 'string' || state === 'acknowledged') return false;
    const { every } = repeat;
    if (every.kind !== 'time') return told.results >= every.count;
    this.#timers.push(Math.max(told.at + every.ms, this.#at + 1));
    return this.#at >= told.at + every.ms;
  }

  /** The last day that an alert of an incident has a result of. */
  #dayOf({ members, told }: Incident): number {
    const days = members.map(({ alert }) => this.#alerts.get(alert)?.observedDay ?? -Infinity);
    const day = Math.max(...days);
    return Number.isFinite(day) ? day : (told[0]?.day ?? 0);
  }

  /** Whether an incident that wants to page may: one question, however many receivers page. */
  #pageOf(incident: Incident, wishes: readonly Wish[]): ReturnType<PageBudgets['ask']> | undefined {
    const isOpening = ({ kind, receiver }: Wish) =>
      receiver.isPage &&
      receiver.digestAt === undefined &&
      (kind === 'opened' || kind === 'reopened') &&
      this.#isActive(receiver);
    if (!wishes.some(isOpening)) return undefined;
    const answer = this.#budgets.ask(ownerOf(incident));
    if (answer.isLeft) this.#budgets.count(ownerOf(incident), incident.id);
    return answer;
  }

  #isActive({ active }: Receiver): boolean {
    return active === undefined || isOpen(active, this.#at);
  }

  #deliver(incident: Incident, wish: Wish, page: ReturnType<PageBudgets['ask']> | undefined): Told | undefined {
    const { kind, receiver, told } = wish;
    if (kind === 'resolved') return this.#end(incident, wish);
    if (receiver.digestAt !== undefined) return this.#collect(incident, wish, receiver.name, 'route', []);
    if (!this.#isActive(receiver)) return this.#outside(incident, wish);
    const isPage = receiver.isPage && (kind === 'opened' || kind === 'reopened');
    if (isPage && page?.isLeft === false) return this.#collect(incident, wish, page.overflow!, 'budget', page.reasons);
    this.#sends.push(this.#sendOf(incident, wish, isPage, page?.reasons ?? []));
    return this.#toldOf(incident, wish, told, null);
  }

  /** What was told by a message ends by one, at any hour: it quietens; what stands in a digest ends there. */
  #end(incident: Incident, wish: Wish): Told {
    const { receiver, told } = wish;
    if (told!.digest !== null) return this.#collect(incident, wish, told!.digest, 'route', []);
    if (receiver.resolve) this.#sends.push(this.#sendOf(incident, wish, false, []));
    else this.#hold(incident, receiver.name, 'resolved', 'resolve-off', null, []);
    return this.#toldOf(incident, wish, told, null);
  }

  #outside(incident: Incident, wish: Wish): Told | undefined {
    const { receiver, kind } = wish;
    const isOpening = kind === 'opened' || kind === 'reopened';
    if (isOpening && receiver.outside !== undefined)
      return this.#collect(incident, wish, receiver.outside, 'hours', []);
    const next = nextOpening(receiver.active!, this.#at);
    if (next !== undefined) this.#timers.push(next);
    if (isOpening) this.#hold(incident, receiver.name, kind, 'waiting', null, []);
    return undefined;
  }

  #collect(incident: Incident, wish: Wish, digest: string, why: DigestCause, reasons: readonly Reason[]): Told {
    const { kind, receiver, told } = wish;
    const all = [...reasons, ...reasonsOf(incident)];
    this.#digests.add(digest, {
      incident: incident.id,
      kind,
      at: this.#at,
      severity: incident.severity,
      owners: ownersOf(incident),
      cost: costOf(incident),
      why,
      reasons: all,
    });
    this.#hold(incident, receiver.name, kind, why, digest, all);
    return this.#toldOf(incident, wish, told, digest);
  }

  #hold(
    { id }: Incident,
    receiver: string,
    kind: MessageKind,
    why: Held['why'],
    digest: string | null,
    reasons: readonly Reason[],
  ): void {
    this.#held.push({ incident: id, receiver, at: this.#at, kind, why, digest, reasons });
  }

  #toldOf(incident: Incident, { kind, receiver }: Wish, told: Told | undefined, digest: string | null): Told {
    return {
      receiver: receiver.name,
      at: this.#at,
      open: kind !== 'resolved',
      count: (told?.count ?? 0) + 1,
      seen: incident.events.length,
      sent: digest === null || told?.sent === true,
      digest,
      results: 0,
      day: this.#dayOf(incident),
    };
  }

  #sendOf(incident: Incident, { kind, receiver, told }: Wish, page: boolean, reasons: readonly Reason[]): Send {
    const id = `msg-${sha256(JSON.stringify([incident.id, receiver.name, told?.count ?? 0])).slice(0, 16)}`;
    return {
      id,
      kind,
      receiver: receiver.name,
      incident: incident.id,
      at: this.#at,
      severity: incident.severity,
      owners: ownersOf(incident),
      page,
      reasons: [...reasonsOf(incident), ...reasons],
    };
  }
}

/** Of an incident: the sum over the alerts that still fire. */
function costOf({ members }: Incident): number {
  return members.reduce((sum, one) => (one.resolvedAt === null ? sum + one.cost : sum), 0);
}

/** The owner of its likeliest root, who answers for it. */
function ownerOf({ members }: Incident): string {
  return (members.find(({ resolvedAt }) => resolvedAt === null) ?? members[0])?.labels.owner ?? NOBODY;
}

function ownersOf({ members }: Incident): readonly string[] {
  return [...new Set(members.map(({ labels }) => labels.owner ?? NOBODY))];
}

function reasonsOf({ members }: Incident): readonly Reason[] {
  return members[0]?.reasons ?? [];
}
