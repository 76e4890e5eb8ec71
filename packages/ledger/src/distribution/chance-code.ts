/** Bytes of a code. */
export const CODE_BYTES = 3;
/** Set where the chance is above a half: the code is that of what is missing to 1. */
const ABOVE_HALF = 0x80_0000;
/** Bits of a 32-bit float that a code leaves out. */
const DROPPED_BITS = 8;
/** What is smaller counts as 0: about one in a billion. */
const LEAST = 2 ** -30;
/** Code of the chance 0. */
export const NEVER = 0;
/** Code of the chance 1. */
export const ALWAYS = ABOVE_HALF;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/**
 * A chance in 24 bits: which side of ½ it lies on, and its distance from 0 or 1 as a 32-bit float rounded to 15 bits behind the
 * point. Precise to 1 part in 65,000 at both ends, where odds of one in a million must stay what they are, and to 0.00001 in
 * the middle. Greater chances never have smaller codes on their side, so that what falls keeps falling.
 *
 * @param chance in [0, 1].
 */
export function chanceCode(chance: number): number {
  const isAbove = chance > 0.5;
  // Exact: of two numbers within a factor of two of each other the difference has no rounding error.
  const distance = isAbove ? 1 - chance : chance;
  const side = isAbove ? ABOVE_HALF : 0;
  if (distance < LEAST) return side;
  float[0] = distance;
  // Half of the last bit is added: rounds to the nearest. A chance of ½ is reached, never exceeded.
  return side + ((bits[0]! + (1 << (DROPPED_BITS - 1))) >>> DROPPED_BITS);
}

/** The chance that a code stands for. */
export function chanceOfCode(code: number): number {
  const isAbove = code >= ABOVE_HALF;
  bits[0] = (isAbove ? code - ABOVE_HALF : code) << DROPPED_BITS;
  return isAbove ? 1 - float[0]! : float[0]!;
}
