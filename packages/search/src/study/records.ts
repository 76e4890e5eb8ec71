import { DqsError } from '@dqs/core';
import { z } from 'zod';

import type { Trial } from './trial.js';

/** Format version of a study file. */
export const STUDY_VERSION = 1;

const PARAMETERS = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const RECORD = z.discriminatedUnion('record', [
  z.object({
    record: z.literal('study'),
    version: z.literal(STUDY_VERSION),
    settings: z.record(z.string(), z.unknown()),
  }),
  z.object({ record: z.literal('start'), number: z.int().min(0), parameters: PARAMETERS }),
  z.object({
    record: z.literal('end'),
    number: z.int().min(0),
    state: z.enum(['complete', 'pruned', 'failed']),
    value: z.number().nullable(),
    steps: z.array(z.object({ step: z.number(), value: z.number() })),
    durationMs: z.number(),
    error: z.string().optional(),
    notes: z.record(z.string(), z.unknown()).optional(),
  }),
]);

/** A line of a study file: the settings of the search, the start of a trial, or its end. */
export type StudyRecord = z.output<typeof RECORD>;

/** Content of a study file. */
export interface StudyContent {
  /** Settings of the search; undefined for an empty file. */
  readonly settings: Readonly<Record<string, unknown>> | undefined;
  /** Parameters of every started trial, by number. */
  readonly started: readonly Trial['parameters'][];
  readonly ended: ReadonlyMap<number, Trial>;
  /** Bytes of complete lines; the rest is a line that was being written when the process died. */
  readonly wholeBytes: number;
}

/** A record as a line. */
export function recordLine(record: StudyRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/**
 * Reads the lines of a study. A last line without a line end was torn by a crash and does not count.
 *
 * @throws DqsError `study-invalid` for a line that is not a record of this version or contradicts earlier ones.
 */
export function parseStudy(bytes: Uint8Array, place: string): StudyContent {
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  const lines = Buffer.from(bytes.subarray(0, wholeBytes)).toString('utf8').split('\n').slice(0, -1);
  let settings: StudyContent['settings'];
  const started: Trial['parameters'][] = [];
  const ended = new Map<number, Trial>();
  lines.forEach((line, i) => {
    const record = parseRecord(line, `${place}:${i + 1}`);
    if ((record.record === 'study') !== (i === 0))
      throw invalid(`${place}:${i + 1}`, 'one line of settings, the first');
    if (record.record === 'study') settings = record.settings;
    else if (record.record === 'start') {
      if (record.number !== started.length) throw invalid(`${place}:${i + 1}`, `the start of trial ${started.length}`);
      started.push(record.parameters);
    } else {
      const { record: _, ...end } = record;
      const parameters = started[end.number];
      if (!parameters || ended.has(end.number)) throw invalid(`${place}:${i + 1}`, 'the end of a running trial');
      ended.set(end.number, { ...end, parameters });
    }
  });
  return { settings, started, ended, wholeBytes };
}

function parseRecord(line: string, place: string): StudyRecord {
  let content: unknown;
  try {
    content = JSON.parse(line);
  } catch (cause) {
    throw invalid(place, 'a line of JSON', cause);
  }
  const result = RECORD.safeParse(content);
  if (result.success) return result.data;
  throw invalid(place, `a record of study version ${STUDY_VERSION}`, result.error);
}

function invalid(place: string, expected: string, cause?: unknown): DqsError {
  return new DqsError(
    'study-invalid',
    `expected ${expected} at ${place}; only a search writes studies, choose another file`,
    { cause, details: { place } },
  );
}
