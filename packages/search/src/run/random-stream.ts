import { Random } from '@dqs/core';

/** What random numbers are used for; each purpose has its own streams. */
export type StreamPurpose = 'design' | 'suggestion';

const SALTS: Readonly<Record<StreamPurpose, number>> = { design: 0x3c6ef372, suggestion: 0x1b873593 };

/**
 * Random numbers of one trial of a search: they depend on seed, purpose and number alone, so that a search can be
 * resumed anywhere without replaying earlier draws.
 *
 * @param seed a whole number in [0, 2³¹).
 * @param number of the trial or point, from 0.
 */
export function randomStream(seed: number, purpose: StreamPurpose, number: number): Random {
  const high = hashed(seed ^ SALTS[purpose]);
  const low = hashed(high ^ hashed(number + 1));
  // 21 and 32 bits: as many as a double holds exactly.
  return new Random((high >>> 11) * 0x1_0000_0000 + low);
}

/** The finalizer of MurmurHash3: every bit of the input changes half of the output's. */
function hashed(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
