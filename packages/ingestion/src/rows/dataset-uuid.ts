import { createHash } from 'node:crypto';

/** The namespace of derived ids; it must never change, or series would start anew. */
const NAMESPACE = Buffer.from('5b0f3b6e2f5c5d0f9d1e6f0a7c9d4e21', 'hex');

/**
 * The id of a dataset that has none: a uuid v5 (RFC 9562) of its source and name, so that it is the same in every file.
 *
 * @example
 * datasetUuidOf('pg', 'orders'); // always the same uuid
 */
export function datasetUuidOf(source: string, datasetName: string): string {
  // As JSON, so that no two pairs are one text.
  const hash = createHash('sha1')
    .update(NAMESPACE)
    .update(JSON.stringify([source, datasetName]))
    .digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
