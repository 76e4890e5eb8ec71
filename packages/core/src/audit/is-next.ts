import { AUDIT_OUTCOMES, AUDIT_SCHEMA_VERSION } from './entry.js';

/** What stands between the number of an entry and the hash of the one before. */
const BETWEEN = AUDIT_OUTCOMES.map((outcome) => `,"outcome":"${outcome}","previous":"`);
const AFTER = `","schemaVersion":${AUDIT_SCHEMA_VERSION},"targets":[`;

/**
 * Whether bytes certainly are the entry of a number after one with a hash, found without parsing them: the names of a canonical
 * entry stand in order, so these two stand right before its targets, which end it. A list that is the last thing in an object
 * that is the last thing in a text is no part of anything else in it.
 *
 * @returns false also where only parsing tells, as of targets with brackets in their ids. Whether what stands before is JSON only
 * parsing tells, too.
 */
export function isNext(bytes: Buffer, number: number, previous: string): boolean {
  const text = bytes.toString('latin1');
  const end = text.length - 2;
  const targets = text.lastIndexOf('[');
  if (text.indexOf(']', targets) !== end || !text.endsWith('}')) return false;
  return BETWEEN.some((between) => {
    const link = `,"number":${number}${between}${previous}${AFTER}`;
    return text.endsWith(link, targets + 1);
  });
}
