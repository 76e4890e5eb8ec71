import { DqsError, formatDay, parseDay, type ArtifactStore, type DayRange } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';
import * as z from 'zod/mini';

import { corrupt, KEYS, partName } from './layout.js';

/** An object of a set: the results of a part of the datasets on a range of days. */
export interface PanelObject {
  /** 0 to 255. */
  readonly part: number;
  /** The days it is complete for, first and last included; it need not have results on each. */
  readonly days: DayRange;
  readonly sha256: string;
  readonly bytes: number;
  /** Keys of the panel. */
  readonly keys: number;
  /** Keys times the days on which they had results. */
  readonly cells: number;
  readonly passes: number;
  readonly fails: number;
  readonly errors: number;
}

/** Where the pools of a set are. */
export interface PoolsReference {
  readonly sha256: string;
  readonly bytes: number;
}

/** What identifies a set. */
export interface PanelSetIdentity {
  /** Of the objects, by part and days. */
  readonly digest: string;
  /** Of the results, however their days are divided. */
  readonly content: string;
}

/** What a set holds: by part, then by day; the days of a part never overlap. */
export interface PanelSetManifest {
  readonly objects: readonly PanelObject[];
  /** Undefined where they were not made since the objects changed. */
  readonly pools?: PoolsReference | undefined;
}

/** A manifest as it is stored, with what a conditional put needs. */
export interface StoredManifest extends PanelSetManifest {
  /** Undefined where there is none yet. */
  readonly etag: string | undefined;
}

/** Most objects of a set: a manifest is read and written whole. */
export const MAX_OBJECTS = 100_000;

const count = z.int().check(z.nonnegative());
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

const schema = z.object({
  dqs_panel_set: z.literal(1),
  digest: hash,
  pools: z.optional(z.object({ sha256: hash, bytes: count })),
  objects: z
    .array(
      z.object({
        part: z.string().check(z.regex(/^[0-9a-f]{2}$/)),
        from: date,
        to: date,
        sha256: hash,
        bytes: count,
        keys: count,
        cells: count,
        passes: count,
        fails: count,
        errors: count,
      }),
    )
    .check(z.maxLength(MAX_OBJECTS)),
});

/**
 * The manifest of a set; one without objects where there is none yet.
 *
 * @throws DqsError `panel-set-corrupt` if it is something else, names every problem.
 */
export async function readManifest(store: ArtifactStore): Promise<StoredManifest> {
  const found = await store.get(KEYS.manifest).catch((error: unknown) => {
    if (DqsError.is(error) && error.code === 'artifact-not-found') return undefined;
    throw error;
  });
  if (found === undefined) return { objects: [], etag: undefined };
  return { ...decodeManifest(Buffer.from(found.content).toString('utf8')), etag: found.etag };
}

/** A manifest as text; equal manifests give equal texts. */
export function encodeManifest({ objects, pools }: PanelSetManifest): string {
  // Two lines an object would be ten times as many lines as anybody reads; one can still be searched and compared.
  const lines = objects.map((object) => `  ${JSON.stringify(plain(object))}`);
  const head = { dqs_panel_set: 1, digest: digestOf(objects), ...(pools && { pools }) };
  const rest = `"objects": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n `}]`;
  return `${JSON.stringify(head, null, 1).slice(0, -2)},\n ${rest}\n}\n`;
}

/**
 * What identifies the state of a set: which objects lie there, by part and days. It does not depend on how many tasks built
 * them, nor on what was replaced; that of the content does not depend on the ranges of days either.
 */
export function digestOf(objects: readonly PanelObject[]): string {
  const lines = objects.map(({ part, days, sha256: hash }) => `${partName(part)} ${daysText(days)} ${hash}\n`);
  return sha256(`dqs-panel-set/1\n${lines.join('')}`);
}

/** A range of days as text. */
export function daysText({ first, last }: DayRange): string {
  return `${formatDay(first)} ${formatDay(last)}`;
}

function plain({ part, days, sha256: hash, bytes, keys, cells, passes, fails, errors }: PanelObject) {
  const range = { from: formatDay(days.first), to: formatDay(days.last) };
  return { part: partName(part), ...range, sha256: hash, bytes, keys, cells, passes, fails, errors };
}

function decodeManifest(text: string): PanelSetManifest {
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw corrupt(KEYS.manifest, `it is no manifest that this version can read (${z.prettifyError(parsed.error)})`);
  }
  const problems: string[] = [];
  const objects = parsed.data.objects.map(({ part, from, to, ...rest }, i): PanelObject => {
    const [first, last] = [parseDay(from), parseDay(to)];
    const isRange = first !== undefined && last !== undefined && first <= last;
    if (!isRange) problems.push(`object ${i} has the days ${from} to ${to}, which are no range`);
    return { part: Number.parseInt(part, 16), days: { first: first ?? 0, last: last ?? 0 }, ...rest };
  });
  const found = [...problems, ...orderProblems(objects)];
  if (found.length > 0) {
    const more = found.length > 10 ? `, and ${found.length - 10} more` : '';
    throw corrupt(KEYS.manifest, found.slice(0, 10).join('; ') + more);
  }
  if (digestOf(objects) !== parsed.data.digest) {
    throw corrupt(KEYS.manifest, 'its objects do not match its digest');
  }
  return { objects, pools: parsed.data.pools };
}

function orderProblems(objects: readonly PanelObject[]): string[] {
  return objects.slice(1).flatMap((object, i) => {
    const before = objects[i]!;
    if (object.part > before.part || (object.part === before.part && object.days.first > before.days.last)) return [];
    const shown = [before, object].map(({ part, days }) => `part ${partName(part)}, ${daysText(days)}`);
    const isOverlap = object.part === before.part && object.days.last >= before.days.first;
    return [`${shown[1]} ${isOverlap ? 'overlaps' : 'stands behind'} ${shown[0]}`];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
