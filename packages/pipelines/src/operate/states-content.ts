import type { KeptStates } from '@dqs/features';
import { z } from 'zod';

/**
 * Version of the numbers: raised whenever the same results would give others, so that nothing goes on from what an earlier program
 * has kept. A test holds their digest.
 */
export const STATES_VERSION = 1;

const HEADER = z.strictObject({
  version: z.literal(STATES_VERSION),
  day: z.int(),
  digest: z.string(),
  series: z.int().min(0),
  numbers: z.int().min(0),
  rules: z.array(z.strictObject({ member: z.int().min(0), upTo: z.int(), days: z.int().min(0), sums: z.int().min(0) })),
});
const LENGTH_BYTES = 8;
const ALIGNED = 8;

/** The bytes of states: the length of a header, the header as JSON, and then all numbers, little-endian, each column aligned. */
export function packStates({ day, digest, isKept, numbers, rules }: KeptStates): Uint8Array {
  const header = {
    version: STATES_VERSION,
    day,
    digest,
    series: isKept.length,
    numbers: numbers.length,
    rules: rules.map(({ member, upTo, days, sums }) => ({ member, upTo, days: days.length, sums: sums.length })),
  };
  const text = Buffer.from(JSON.stringify(header));
  const columns = [isKept, numbers, ...rules.flatMap(({ days, sums }) => [days, sums])];
  const size = columns.reduce((sum, { byteLength }) => sum + aligned(byteLength), LENGTH_BYTES + aligned(text.length));
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, LENGTH_BYTES);
  let at = LENGTH_BYTES + aligned(text.length);
  for (const { buffer, byteOffset, byteLength } of columns) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += aligned(byteLength);
  }
  return bytes;
}

/** The states of some bytes; undefined where they are none of this version, or damaged. */
export function unpackStates(content: Uint8Array): KeptStates | undefined {
  // A copy where the bytes lie askew: numbers need their place in memory.
  const bytes = content.byteOffset % ALIGNED === 0 ? content : content.slice();
  const header = headerOf(bytes);
  if (!header) return undefined;
  const { day, digest, series, numbers, rules } = header.found;
  let at = header.end;
  const place = (size: number) => {
    const from = bytes.byteOffset + at;
    at += aligned(size);
    return from;
  };
  const sizes = [series, 8 * numbers, ...rules.flatMap((rule) => [4 * rule.days, 8 * rule.sums])];
  if (sizes.reduce((sum, size) => sum + aligned(size), at) !== bytes.length) return undefined;
  return {
    day,
    digest,
    isKept: new Uint8Array(bytes.buffer, place(series), series),
    numbers: new Float64Array(bytes.buffer, place(8 * numbers), numbers),
    rules: rules.map(({ member, upTo, days, sums }) => ({
      member,
      upTo,
      days: new Int32Array(bytes.buffer, place(4 * days), days),
      sums: new Float64Array(bytes.buffer, place(8 * sums), sums),
    })),
  };
}

function headerOf(bytes: Uint8Array) {
  if (bytes.length < LENGTH_BYTES) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const end = LENGTH_BYTES + aligned(length);
  if (end > bytes.length) return undefined;
  try {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + LENGTH_BYTES, length).toString('utf8');
    const { data } = HEADER.safeParse(JSON.parse(text));
    return data && { found: data, end };
  } catch {
    return undefined;
  }
}

function aligned(size: number): number {
  return Math.ceil(size / ALIGNED) * ALIGNED;
}
