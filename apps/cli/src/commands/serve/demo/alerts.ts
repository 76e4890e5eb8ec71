import {
  actInStore,
  allSteps,
  dispatch,
  forecastFacts,
  marksAt,
  outboxFacts,
  silencesAt,
  WATCHDOG_FACTS,
  type ChannelOf,
  type IncidentAct,
  type KeptMark,
  type KeptSilence,
  type Policy,
} from '@dqs/alerting';
import { CHANNEL_ABILITIES } from '@dqs/alerting/channels';
import { MS_PER_MINUTE, throwIfAborted } from '@dqs/core';
import type { JsonValue } from '@dqs/core/audit';
import { LedgerFacts, storeTick, type LedgerTick } from '@dqs/pipelines';
import { digestMail } from '@dqs/reports';
import { auditIn, type AppHooks, type Audit, type OpenedOperation } from '@dqs/runtime';
import { factSources, openPolicy } from '@dqs/runtime/alerting';
import type { StoreDatabase } from '@dqs/store';

import { PlayedClock } from './calendar.js';
import { deedsOf, type Deed } from './deeds.js';
import { ALERTING, FAILING_RECEIVER, ORGANIZATION, placeOf } from './policies.js';
import { reactionsTo } from './reactions.js';
import { tickAt, type DemoSettings, type World } from './world.js';

/** After the forecasts of a day it is looked at who is to be told; and after an act, that those who follow hear of it. */
const SOON = MS_PER_MINUTE;
/** Days for which one receiver cannot be reached. */
const FAILING_DAYS = 2;
/** Days for which people have been told: each is judged on all that came before it. */
const ALERTED_DAYS = 60;

/** What the play of the alerts works with. */
export interface AlertsPlace {
  readonly world: World;
  readonly settings: DemoSettings;
  readonly operation: OpenedOperation;
  readonly database: StoreDatabase;
}

/**
 * Plays what a company's alerting told in a year, and what people did about it, on what was known at each moment. Played again it
 * goes on with the last tick that was stored.
 */
export async function playAlerts(place: AlertsPlace, hooks: AppHooks): Promise<void> {
  const { world, settings, operation, database } = place;
  const { calendar } = world;
  const clock = new PlayedClock();
  const opened = await openPolicy({ policy: placeOf(settings, 'alerts') });
  const audit = await auditIn(database, settings, { ...hooks, clock });
  const said = new Said();
  const sources = await factSources(settings, operation.ledger, opened, calendar.now);
  const facts = await LedgerFacts.open({ ...sources, said: (at) => said.at(at) }, calendar.now);
  const deeds = await deedsOf({ world, settings, database, alerting: operation.alerting, audit, clock });
  await new AlertsPlay(place, { policy: opened.policy, audit, clock, facts, said }, deeds, hooks).play();
}

/** What people have said, as the ticks of a play see it. */
class Said {
  #silences: readonly KeptSilence[] = [];
  #marks: readonly KeptMark[] = [];

  async listen({ alerting }: Pick<OpenedOperation, 'alerting'>): Promise<void> {
    [this.#silences, this.#marks] = [await alerting.silences(ALERTING), await alerting.marks(ALERTING)];
  }

  at(at: number) {
    return { silences: silencesAt(this.#silences, at), marks: marksAt(this.#marks, at) };
  }
}

interface Parts {
  readonly policy: Policy;
  readonly audit: Audit;
  readonly clock: PlayedClock;
  readonly facts: LedgerFacts;
  readonly said: Said;
}

class AlertsPlay {
  /** When time alone changes something next. */
  #nextAt: number | null = null;
  /** What was known in the morning: it holds until the next one, but for what the system knows of itself. */
  #morning: LedgerTick | undefined;

  constructor(
    private readonly place: AlertsPlace,
    private readonly parts: Parts,
    /** What people are still to do, in the order of time. */
    private deeds: readonly Deed[],
    private readonly hooks: AppHooks,
  ) {}

  /** From when on a receiver cannot be reached. */
  get #failsFrom(): number {
    const { morning, today } = this.place.world.calendar;
    return morning(today - FAILING_DAYS, 0);
  }

  async play(): Promise<void> {
    const { calendar, from } = this.place.world;
    const { alerting } = this.place.operation;
    const done = await this.#resume();
    // Of a morning that was short, the last tick is that of now.
    const timeOf = (day: number) => Math.min(tickAt(calendar, day) + SOON, calendar.now - 1);
    const first = Math.max(from + 1, calendar.today - ALERTED_DAYS);
    for (let day = first; day <= calendar.today; day += 1) {
      const [at, until] = [timeOf(day), day === calendar.today ? calendar.now : timeOf(day + 1)];
      if (until <= done) continue;
      throwIfAborted(this.hooks.signal);
      const progress = { stage: 'alerts and acts', done: day - first, total: calendar.today - first + 1 };
      this.hooks.onProgress?.({ ...progress, unit: 'days' });
      if (at > done) await this.#until(at);
      this.#morning = await this.parts.facts.tick(at);
      if (at > done) await this.#tick(at);
      const { state } = await alerting.load(ALERTING);
      const acts = reactionsTo(state.incidents, at).filter((act) => act.at > done && act.at < calendar.now);
      this.deeds = [...this.deeds, ...acts.map((act) => this.#deedOf(act))].sort((a, b) => a.at - b.at);
      await this.#until(until);
    }
    if (done >= calendar.now) return;
    this.#morning = await this.parts.facts.tick(calendar.now);
    await this.#tick(calendar.now);
  }

  /** What was done before the last tick that is stored is done; what people did after it is done again, to no effect. */
  async #resume(): Promise<number> {
    const { alerting } = this.place.operation;
    await this.parts.said.listen(this.place.operation);
    const done = (await alerting.load(ALERTING)).state.at ?? 0;
    this.deeds = this.deeds.filter(({ at }) => at > done);
    for await (const step of allSteps(alerting, ALERTING, { from: done })) {
      if (step.kind === 'tick') this.#nextAt = step.nextAt;
    }
    return done;
  }

  /** Up to a time, people act, and it is looked again where something waits. */
  async #until(end: number): Promise<void> {
    for (;;) {
      const [deed] = this.deeds;
      const waits = this.#nextAt ?? Number.POSITIVE_INFINITY;
      if (Math.min(deed?.at ?? Number.POSITIVE_INFINITY, waits) >= end) return;
      if (deed === undefined || deed.at > waits) await this.#tick(waits);
      else await this.#do(deed);
    }
  }

  async #do(deed: Deed): Promise<void> {
    const { clock, said } = this.parts;
    this.deeds = this.deeds.slice(1);
    clock.time = deed.at;
    await deed.do();
    await said.listen(this.place.operation);
    // Before the first morning nobody follows anything.
    if (this.#morning) this.#nextAt = Math.min(this.#nextAt ?? Number.POSITIVE_INFINITY, deed.at + SOON);
  }

  async #tick(at: number): Promise<void> {
    const { policy, clock, said } = this.parts;
    const { alerting } = this.place.operation;
    const known = this.#morning!;
    clock.time = at;
    const system = [forecastFacts(known.facts), WATCHDOG_FACTS, ...(await outboxFacts(alerting, at))];
    const { silences } = said.at(at);
    const request = { name: ALERTING, policy, digest: digestMail, organization: ORGANIZATION };
    const facts = { ...known.facts, at, system, silences };
    const { decision } = await storeTick(alerting, request, { ...known, facts });
    this.#nextAt = decision.nextAt;
    await dispatch(alerting.outboxOf(ALERTING), heardBy(policy, at >= this.#failsFrom), {}, { ...this.hooks, clock });
  }

  #deedOf({ at, ...act }: IncidentAct): Deed {
    const { policy, audit } = this.parts;
    const { alerting } = this.place.operation;
    const { kind, incident: id, by, ...rest } = act;
    const targets = [{ kind: 'incident', id }];
    const after = Object.keys(rest).length === 0 ? undefined : (rest as JsonValue);
    const entry = { actor: { id: by }, action: `incident.${kind}`, targets, after };
    return {
      at,
      do: async () => {
        const incident = await alerting.incident(ALERTING, id);
        // It was over before, or this was done before an interruption.
        if (incident === undefined || incident.state === 'resolved') return;
        if (incident.events.some((event) => event.at === at && event.by === by)) return;
        const request = { name: ALERTING, policy, act: { ...act, at } as IncidentAct };
        await audit.changeAlerting(entry, (store) => actInStore(store, request));
      },
    };
  }
}

/** Who hears what: nobody does in a demonstration. One receiver fails, the others are taken to have got it. */
function heardBy({ receivers }: Policy, isFailing: boolean): ChannelOf {
  return (name) => {
    const receiver = receivers.get(name);
    if (receiver === undefined) return undefined;
    const kind = receiver.channel;
    const outcome =
      name === FAILING_RECEIVER && isFailing
        ? ({ status: 'later', why: 'wiki.quillhaven.invalid answered 503: Service Unavailable' } as const)
        : ({ status: 'sent', handle: name } as const);
    return { kind, abilities: CHANNEL_ABILITIES[kind], deliver: () => Promise.resolve(outcome) };
  };
}
