import { DqsError, formatDay, SYSTEM_CLOCK, today, type Clock, type Hooks } from '@dqs/core';

import { Assigner } from '../assignment/assigner.js';
import {
  defineExperiment,
  treatmentArms,
  type ExperimentDefinition,
  type ExperimentInput,
} from '../definition/experiment.js';
import { phaseOn, rampPhases, type RampPhase } from '../definition/ramp.js';
import type { ExperimentEvent, Exposure, ExperimentOutcome } from '../definition/records.js';
import type { ExperimentStore } from './experiment-store.js';

/** The end of an experiment. */
export interface Stopped {
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string;
}

/** A running experiment: its definition, and the operations that change or use it. */
export class Experiment {
  readonly definition: ExperimentDefinition;
  /** Consecutive shares of treated units. */
  readonly phases: readonly RampPhase[];
  readonly createdAt: string;
  /** Undefined while it runs. */
  readonly stopped: Stopped | undefined;
  readonly #store: ExperimentStore;
  readonly #clock: Clock;
  readonly #assigner: Assigner;

  private constructor(store: ExperimentStore, clock: Clock, events: readonly ExperimentEvent[]) {
    const created = events.find((event) => event.type === 'created')!;
    this.#store = store;
    this.#clock = clock;
    this.definition = created.definition;
    this.createdAt = created.at;
    this.phases = rampPhases(events);
    this.stopped = events.find((event) => event.type === 'stopped');
    const { name, seed } = created.definition;
    this.#assigner = new Assigner({ name, seed, treatments: treatmentArms(created.definition) });
  }

  /**
   * Starts an experiment.
   *
   * @throws DqsError `invalid-argument` for an invalid definition, `experiment-exists`.
   */
  static async create(
    store: ExperimentStore,
    input: ExperimentInput,
    { clock = SYSTEM_CLOCK }: Pick<Hooks, 'clock'> = {},
  ): Promise<Experiment> {
    const definition = defineExperiment(input);
    const event = { type: 'created', at: new Date(clock.now()).toISOString(), definition } as const;
    await store.create(definition.name, event);
    return new Experiment(store, clock, [event]);
  }

  /** @throws DqsError `experiment-unknown`, `experiment-invalid` if its first event is lost. */
  static async open(
    store: ExperimentStore,
    name: string,
    { clock = SYSTEM_CLOCK }: Pick<Hooks, 'clock'> = {},
  ): Promise<Experiment> {
    const { records, damaged } = await store.read(name, 'events');
    if (records.some(({ type }) => type === 'created')) return new Experiment(store, clock, records);
    throw new DqsError(
      'experiment-invalid',
      `expected the events of "${name}" to begin with its creation, found ${records.length} events and ${damaged} damaged ` +
        'lines; restore events.jsonl, or start another experiment',
      { details: { name, events: records.length, damaged } },
    );
  }

  /** The arm of a unit on a day (days since 1970-01-01), without logging an exposure. */
  arm(unit: string, day: number): string {
    return this.#assigner.arm(unit, this.phases[phaseOn(this.phases, day)]!.share);
  }

  /**
   * The arms of units on a day, by default today. The exposures are in the log when this returns, so that no unit is
   * served by an arm that was not logged.
   *
   * @throws DqsError `experiment-stopped`.
   */
  async assign(units: readonly string[], day = today(this.#clock)): Promise<Exposure[]> {
    this.assertRunning();
    const exposures = units.map((unit) => ({ unit, day: formatDay(day), arm: this.arm(unit, day) }));
    await this.#store.append(this.definition.name, 'exposures', exposures);
    return exposures;
  }

  /**
   * Logs outcomes of requests. Logging the same unit, day and request again replaces the earlier record, so that a
   * batch may be repeated after a failure.
   *
   * @throws DqsError `experiment-stopped`, `invalid-argument` for an unknown arm.
   */
  async record(outcomes: readonly ExperimentOutcome[]): Promise<void> {
    this.assertRunning();
    const known = new Set(['control', ...treatmentArms(this.definition)]);
    for (const { unit, day, arms } of outcomes) {
      const stray = Object.keys(arms).find((arm) => !known.has(arm));
      if (stray === undefined) continue;
      throw new DqsError(
        'invalid-argument',
        `expected the arms ${[...known].join(', ')} in the outcome of unit "${unit}" on ${day}, got "${stray}"`,
      );
    }
    await this.#store.append(this.definition.name, 'outcomes', outcomes);
  }

  /**
   * Treats a different share of the units from a day on, by default tomorrow. Units treated under a smaller share stay
   * treated. A day has only one share, so the day must be later than any assignment.
   *
   * @throws DqsError `experiment-stopped`, `invalid-argument` for a share outside [0, 1], or a day on or after which units
   * were assigned.
   */
  async ramp(share: number, day = today(this.#clock) + 1): Promise<void> {
    this.assertRunning();
    if (!(share >= 0 && share <= 1)) {
      throw new DqsError('invalid-argument', `expected a share of the units in [0, 1], got ${share}`);
    }
    const { records } = await this.#store.read(this.definition.name, 'exposures');
    const latest = records.reduce((last, exposure) => (exposure.day > last ? exposure.day : last), '');
    if (latest >= formatDay(day)) {
      throw new DqsError(
        'invalid-argument',
        `expected a day after ${latest}, when units were last assigned with the current share, got ${formatDay(day)}`,
        { details: { latest, day: formatDay(day) } },
      );
    }
    await this.#log({ type: 'ramped', at: this.#now(), day: formatDay(day), share });
  }

  /** Ends the experiment; its logs stay. @throws DqsError `experiment-stopped` if it has ended. */
  async stop(reason: string): Promise<void> {
    this.assertRunning();
    await this.#log({ type: 'stopped', at: this.#now(), reason });
  }

  /** @throws DqsError `experiment-stopped` if it has ended. */
  assertRunning(): void {
    if (this.stopped === undefined) return;
    const { at, reason } = this.stopped;
    throw new DqsError(
      'experiment-stopped',
      `experiment "${this.definition.name}" was stopped on ${at.slice(0, 10)} (${reason || 'no reason given'}); ` +
        'it can be evaluated, but takes no more records',
      { details: { name: this.definition.name, at, reason } },
    );
  }

  #log(event: ExperimentEvent): Promise<void> {
    return this.#store.append(this.definition.name, 'events', [event]);
  }

  #now(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}
