import { parseDay } from '@dqs/core';

import { CONTROL_ARM } from '../assignment/assigner.js';
import type { ArmOutcome, Exposure, ExperimentOutcome } from '../definition/records.js';

/** One request, combined from all records about it. */
export interface ObservedRequest {
  readonly unit: string;
  /** Days since 1970-01-01. */
  readonly day: number;
  /** "" if none was given. */
  readonly segment: string;
  /** The arm whose answer was used. */
  readonly served: string;
  readonly arms: Readonly<Record<string, ArmOutcome>>;
}

/** A unit on a day, with the arm it saw. */
export interface UnitDay {
  readonly unit: string;
  readonly day: number;
  readonly arm: string;
}

/** What an experiment has seen. */
export interface Observations {
  /** In order of day. */
  readonly requests: readonly ObservedRequest[];
  /** Logged exposures, and outcomes that only one arm has; not the assignment by hash. */
  readonly exposures: readonly UnitDay[];
  /** Exposures to a different arm than the hash assigns. */
  readonly misrouted: number;
  /** Records replaced by later ones of the same unit, day and request. */
  readonly replaced: number;
}

/** The arm that a unit should be shown on a day. */
export type ArmOf = (unit: string, day: number) => string;

/** Combines the records of an experiment. The order of the records matters only if one replaces another. */
export function observationsOf(
  outcomes: readonly ExperimentOutcome[],
  exposures: readonly Exposure[],
  armOf: ArmOf,
): Observations {
  const shown = new Map<string, UnitDay>();
  for (const { unit, day, arm } of exposures) {
    const key = `${day} ${unit}`;
    // A unit that asks twice a day was served by its first arm the first time; a second arm would be a routing fault.
    if (!shown.has(key) || shown.get(key)!.arm === arm) shown.set(key, { unit, day: parseDay(day)!, arm });
    else shown.set(`${key} ${arm}`, { unit, day: parseDay(day)!, arm });
  }
  const latest = latestOutcomes(outcomes);
  for (const { unit, day, arms } of latest.values()) {
    const [only, ...others] = Object.keys(arms);
    const key = `${day} ${unit}`;
    if (only !== undefined && others.length === 0 && !shown.has(key)) {
      shown.set(key, { unit, day: parseDay(day)!, arm: only });
    }
  }
  const requests = [...latest.values()].map((outcome) => requestOf(outcome, shown, armOf));
  const seen = [...shown.values()];
  return {
    requests: requests.sort((a, b) => a.day - b.day),
    exposures: seen,
    misrouted: seen.filter(({ unit, day, arm }) => armOf(unit, day) !== arm).length,
    replaced: outcomes.length - latest.size,
  };
}

/** The latest record of every request; arms recorded separately are combined. */
function latestOutcomes(outcomes: readonly ExperimentOutcome[]): Map<string, ExperimentOutcome> {
  const latest = new Map<string, ExperimentOutcome>();
  for (const outcome of outcomes) {
    const key = JSON.stringify([outcome.day, outcome.unit, outcome.request]);
    const earlier = latest.get(key);
    latest.set(key, earlier ? { ...earlier, ...outcome, arms: { ...earlier.arms, ...outcome.arms } } : outcome);
  }
  return latest;
}

function requestOf(outcome: ExperimentOutcome, shown: ReadonlyMap<string, UnitDay>, armOf: ArmOf): ObservedRequest {
  const { unit, segment = '', arms } = outcome;
  const day = parseDay(outcome.day)!;
  const served = shown.get(`${outcome.day} ${unit}`)?.arm ?? armOf(unit, day);
  return { unit, day, segment, arms, served };
}

/** Losses of control and treatment for the same requests, by column. */
export interface PairedRows {
  readonly day: Int32Array;
  readonly control: Float64Array;
  readonly treatment: Float64Array;
  readonly segment: readonly string[];
}

/** The requests for which both arms have a loss. */
export function pairedRows(requests: readonly ObservedRequest[], treatment: string): PairedRows {
  const pairs = requests.filter(({ arms }) => hasLoss(arms[CONTROL_ARM]) && hasLoss(arms[treatment]));
  return {
    day: Int32Array.from(pairs, ({ day }) => day),
    control: Float64Array.from(pairs, ({ arms }) => arms[CONTROL_ARM]!.loss!),
    treatment: Float64Array.from(pairs, ({ arms }) => arms[treatment]!.loss!),
    segment: pairs.map(({ segment }) => segment),
  };
}

/** The same requests with the CRPS in place of the loss; an arm without one has no loss. */
export function byCrps(requests: readonly ObservedRequest[]): ObservedRequest[] {
  return requests.map((request) => {
    const arms = Object.entries(request.arms).map(
      ([arm, { crps, ...rest }]) => [arm, { ...rest, loss: crps }] as const,
    );
    return { ...request, arms: Object.fromEntries(arms) };
  });
}

/** Losses of the arm that served, by column. */
export interface SplitRows {
  readonly day: Int32Array;
  readonly unit: readonly string[];
  /** 1 for the treatment, 0 for control. */
  readonly treated: Uint8Array;
  readonly loss: Float64Array;
  readonly segment: readonly string[];
}

/** The requests that were served by control or by that treatment, with the loss of what was served. */
export function splitRows(requests: readonly ObservedRequest[], treatment: string, fromDay: number): SplitRows {
  const rows = requests.filter(
    ({ day, served, arms }) =>
      day >= fromDay && (served === CONTROL_ARM || served === treatment) && hasLoss(arms[served]),
  );
  return {
    day: Int32Array.from(rows, ({ day }) => day),
    unit: rows.map(({ unit }) => unit),
    treated: Uint8Array.from(rows, ({ served }) => (served === treatment ? 1 : 0)),
    loss: Float64Array.from(rows, ({ arms, served }) => arms[served]!.loss!),
    segment: rows.map(({ segment }) => segment),
  };
}

function hasLoss(outcome: ArmOutcome | undefined): boolean {
  return outcome?.loss !== undefined;
}
