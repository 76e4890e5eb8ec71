import { storedKey } from '../text/stored-key.js';

/** The key of an alerting. */
export function keyOf(name: string): Buffer {
  return storedKey([name]);
}

/** A document as it is stored: JSON writes neither NUL nor half a surrogate pair as they are. */
export function jsonOf(document: unknown): string {
  return JSON.stringify(document);
}

/** The document that was stored. */
export function documentOf<T>(json: string): T {
  return JSON.parse(json) as T;
}

/** A bound of times, which are whole numbers; null if there is none. */
export function boundOf(time: number | undefined): number | null {
  if (time === undefined) return null;
  return Math.min(Math.max(Math.ceil(time), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}
