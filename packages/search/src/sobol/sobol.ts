import { JOE_KUO } from './directions.js';

/** Number of dimensions with direction numbers. */
export const SOBOL_DIMENSIONS = JOE_KUO.length + 1;

const BITS = 32;
const directions = new Map<number, Uint32Array>();

/**
 * One coordinate of one point of the Sobol sequence, in [0, 1).
 *
 * @param index number of the point, 0 … 2³² − 1.
 * @param dimension 0 … {@link SOBOL_DIMENSIONS} − 1.
 * @param seed scrambles the digits (a random permutation of every subtree, as Owen 1995 proposes, by the hash of
 * Burley, "Practical hash-based Owen scrambling", JCGT 9, 2020): points stay as evenly spread but differ between seeds.
 * Undefined for the unscrambled sequence, which begins at 0.
 */
export function sobol(index: number, dimension: number, seed?: number): number {
  const bits = sobolBits(index, dimension);
  return (seed === undefined ? bits : scrambled(bits, mixed(seed, dimension))) / 2 ** BITS;
}

function sobolBits(index: number, dimension: number): number {
  const numbers = directionsOf(dimension);
  let bits = 0;
  // Point i is the sum (without carry) of the direction numbers at the ones of i's Gray code.
  const gray = (index ^ (index >>> 1)) >>> 0;
  for (let bit = 0; bit < BITS; bit += 1) if ((gray >>> bit) & 1) bits ^= numbers[bit]!;
  return bits >>> 0;
}

function directionsOf(dimension: number): Uint32Array {
  let numbers = directions.get(dimension);
  if (!numbers) directions.set(dimension, (numbers = makeDirections(dimension)));
  return numbers;
}

function makeDirections(dimension: number): Uint32Array {
  const numbers = new Uint32Array(BITS);
  if (dimension === 0) return numbers.map((_, bit) => 1 << (BITS - 1 - bit));
  const [polynomial, ...initial] = JOE_KUO[dimension - 1]!;
  const degree = initial.length;
  for (let bit = 0; bit < BITS; bit += 1) {
    if (bit < degree) {
      numbers[bit] = initial[bit]! << (BITS - 1 - bit);
      continue;
    }
    let value = numbers[bit - degree]! ^ (numbers[bit - degree]! >>> degree);
    for (let k = 1; k < degree; k += 1) if ((polynomial >>> (degree - k)) & 1) value ^= numbers[bit - k]!;
    numbers[bit] = value;
  }
  return numbers;
}

/**
 * Owen's scramble of 32 digits: the permutation of Laine and Karras works from the lowest bit up, so the bits are
 * reversed.
 */
function scrambled(bits: number, seed: number): number {
  let value = reversed(bits);
  value = (value + seed) | 0;
  value ^= Math.imul(value, 0x6c50b47c);
  value ^= Math.imul(value, 0xb82f1e52);
  value ^= Math.imul(value, 0xc7afe638);
  value ^= Math.imul(value, 0x8d22f6e6);
  return reversed(value);
}

function reversed(bits: number): number {
  let value = bits;
  value = ((value >>> 1) & 0x55555555) | ((value & 0x55555555) << 1);
  value = ((value >>> 2) & 0x33333333) | ((value & 0x33333333) << 2);
  value = ((value >>> 4) & 0x0f0f0f0f) | ((value & 0x0f0f0f0f) << 4);
  value = ((value >>> 8) & 0x00ff00ff) | ((value & 0x00ff00ff) << 8);
  return ((value >>> 16) | (value << 16)) >>> 0;
}

/** A seed per dimension, uncorrelated with its neighbours (the finalizer of MurmurHash3). */
function mixed(seed: number, dimension: number): number {
  let hash = (seed ^ Math.imul(dimension + 1, 0x9e3779b9)) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
