import { createHash } from 'node:crypto';

/** What identifies a row by texts of any length: an index holds no long ones. */
export function storedKey(parts: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}
