import { eValue, extendEProcess, startEProcess, type EProcess } from '@dqs/core/stats';

import { EARNED_E } from '../facts/facts.js';

/** Warnings that come true less often than this share of what they say are worth nobody's night. */
const LEAST_SHARE = 0.5;

/**
 * The record of a series' own warnings after another one: running evidence that they come true less than half as often as
 * they say. It is its own, whatever its pool has shown.
 *
 * @param record the one before; undefined before the first warning. It is not changed, and survives JSON.
 * @param said stated probability of missing the target, in [0, 1].
 * @param missed whether the day did. Days that a person saved are left out.
 */
export function extendVeto(record: EProcess | undefined, said: number, missed: boolean): EProcess {
  // A difference is at least −1: said nothing, and yet it missed.
  return extendEProcess(record ?? startEProcess(1), [LEAST_SHARE * said - (missed ? 1 : 0)]);
}

/** Whether the record of a series keeps it from paging: at {@link EARNED_E}, a good one ever gets there in 1 case of 20. */
export function isVetoed(record: EProcess | undefined): boolean {
  return record !== undefined && eValue(record) >= EARNED_E;
}
