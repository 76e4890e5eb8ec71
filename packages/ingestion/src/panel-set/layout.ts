import { createHash } from 'node:crypto';

import { DqsError } from '@dqs/core';

/**
 * Layout of a panel set. Everything but the manifest is named after its content and written once, so that who reads by one
 * manifest reads one state, whatever is written meanwhile.
 *
 * - `manifest.json`: which objects count; replaced by a conditional put.
 * - `part=<hh>/<sha256>.panel`: the results of a part of the datasets on a range of days, as `encodePanel` writes them.
 * - `pools/<sha256>`: counts of each rule and of everything by day, over all parts.
 */
export const KEYS = {
  manifest: 'manifest.json',
  object: (part: number, sha256: string) => `part=${partName(part)}/${sha256}.panel`,
  pools: (sha256: string) => `pools/${sha256}`,
} as const;

/** How many parts a set has, whoever builds it. */
export const PARTS = 256;

const NAMES = Array.from({ length: PARTS }, (_, part) => part.toString(16).padStart(2, '0'));

/** The name of a part: two hexadecimal digits. */
export function partName(part: number): string {
  return NAMES[part]!;
}

/** The part of a dataset: the first byte of the md5 of its uuid, as the column `part` of `dqs sql` has it. */
export function partOfDataset(datasetUuid: string): number {
  return createHash('md5').update(datasetUuid).digest()[0]!;
}

/** Some parts in a row, first and last included. */
export interface PartRange {
  readonly first: number;
  readonly last: number;
}

/** All parts. */
export const ALL_PARTS: PartRange = { first: 0, last: PARTS - 1 };

const RANGE = /^([0-9a-f]{2})(?:\.\.([0-9a-f]{2}))?$/;

/**
 * Reads `0a` or `00..0f`.
 *
 * @throws DqsError `invalid-argument` for anything else.
 */
export function parsePartRange(text: string): PartRange {
  const [, from, to = from] = RANGE.exec(text) ?? [];
  const [first, last] = [Number.parseInt(from ?? '', 16), Number.parseInt(to ?? '', 16)];
  if (first <= last) return { first, last };
  throw new DqsError(
    'invalid-argument',
    `expected a part such as 0a, or a range such as 00..0f with the smaller one first, got ${JSON.stringify(text.slice(0, 80))}`,
  );
}

/**
 * The parts of one of several tasks that share all of them as evenly as possible.
 *
 * @param tasks 1 to 256.
 * @throws DqsError `invalid-argument` for a task that there is not.
 */
export function partsOfTask(task: number, tasks: number): PartRange {
  if (Number.isInteger(tasks) && tasks >= 1 && tasks <= PARTS && Number.isInteger(task) && task >= 0 && task < tasks) {
    const start = (of: number) => Math.floor((of * PARTS) / tasks);
    return { first: start(task), last: start(task + 1) - 1 };
  }
  throw new DqsError(
    'invalid-argument',
    `expected 1 to ${PARTS} tasks and one of them, counted from 0, got task ${task} of ${tasks}`,
  );
}

/** A range of parts as text: `0a`, `00..0f`. */
export function partRangeText({ first, last }: PartRange): string {
  return first === last ? partName(first) : `${partName(first)}..${partName(last)}`;
}

/** Whether a range has a part. */
export function hasPart({ first, last }: PartRange, part: number): boolean {
  return part >= first && part <= last;
}

/** The error for bytes of a panel set that are not what was written. */
export function corrupt(key: string, problem: string, cause?: unknown): DqsError {
  const message = `the panel set is damaged at ${key}: ${problem}; build what it holds again, or restore it from a copy`;
  return new DqsError('panel-set-corrupt', message, { cause, details: { key, problem } });
}
