import { DqsError, formatDay, type Hooks, type StorePlace } from '@dqs/core';

import type { ReadResult } from '../ingest-run.js';
import { PanelAccumulator } from '../panel/panel-accumulator.js';
import { summarizeFiles } from '../report.js';
import { CommonTexts } from '../rows/common-texts.js';
import { executionsOf } from './build.js';
import { ContentDigest, knownContentDigest } from './content-digest.js';
import { partName } from './layout.js';
import { digestOf, readManifest, type PanelObject, type PoolsReference } from './manifest.js';
import { panelsOf } from './objects.js';

/**
 * The whole of a set as one panel: the bytes that direct ingestion of the same results has, in the form in which any other
 * input is read.
 *
 * @param name what to call the set in the report and in messages.
 * @throws DqsError `input-empty` if it holds nothing; `panel-set-corrupt`; `aborted`; as the stores.
 */
export async function readPanelSet(
  place: StorePlace,
  name: string,
  hooks: Pick<Hooks, 'signal' | 'onProgress'> = {},
): Promise<ReadResult> {
  const startedAt = performance.now();
  const { objects } = await readManifest(place.artifacts);
  assertNotEmpty(objects, name);
  const total = new PanelAccumulator();
  const cells = objects.reduce((sum, object) => sum + object.cells, 0);
  const known = knownContentDigest(objects);
  const content = new ContentDigest();
  for await (const { object, panel } of panelsOf(place.bulk, objects, hooks)) {
    total.appendPanel(panel, cells);
    if (known === undefined) content.add(object, panel);
  }
  const panel = total.build();
  const count = (of: 'passes' | 'fails' | 'errors') => objects.reduce((sum, object) => sum + object[of], 0);
  const rows = executionsOf(objects);
  const file = {
    ...{ path: name, format: 'panel' as const, rows, rowsUsed: rows, rejected: {}, unparsableCounts: 0 },
    ...{ passed: count('passes'), failed: count('fails'), neither: count('errors') },
  };
  const durationMs = Math.round(performance.now() - startedAt);
  const report = summarizeFiles([file], panel, new CommonTexts(), durationMs);
  return { panel, report, facts: [], set: { digest: digestOf(objects), content: known ?? content.digest() } };
}

/**
 * Checks that there is something to read.
 *
 * @throws DqsError `input-empty`.
 */
export function assertNotEmpty(objects: readonly PanelObject[], name: string): void {
  if (objects.length === 0) throw emptySet(name);
}

/** The error for a set in which there is nothing to read. */
export function emptySet(name: string): DqsError {
  const message = `expected results in the panel set ${name}, found none; check its address, or add some with dqs panel build`;
  return new DqsError('input-empty', message, { details: { set: name } });
}

/** What a set holds, without reading its objects. Survives JSON. */
export interface PanelSetListing {
  readonly digest: string;
  /** See `PanelSetCheck`; null where it is not known before the objects are read. */
  readonly content: string | null;
  readonly parts: number;
  readonly bytes: number;
  readonly cells: number;
  readonly executions: number;
  /** Null for a set that holds nothing. */
  readonly from: string | null;
  readonly to: string | null;
  /** Null where they were not made since the objects changed. */
  readonly pools: PoolsReference | null;
  readonly objects: readonly ListedObject[];
}

/** An object of a listing. */
export interface ListedObject extends Omit<PanelObject, 'part' | 'days'> {
  readonly part: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Lists a set; one that is not there holds nothing.
 *
 * @throws DqsError `panel-set-corrupt`.
 */
export async function listPanelSet({ artifacts }: Pick<StorePlace, 'artifacts'>): Promise<PanelSetListing> {
  const { objects, pools } = await readManifest(artifacts);
  const total = (of: 'bytes' | 'cells') => objects.reduce((sum, object) => sum + object[of], 0);
  const days = objects.flatMap((object) => [object.days.first, object.days.last]);
  const ends =
    days.length === 0 ? undefined : [days.reduce((a, b) => Math.min(a, b)), days.reduce((a, b) => Math.max(a, b))];
  return {
    digest: digestOf(objects),
    content: knownContentDigest(objects) ?? null,
    parts: new Set(objects.map(({ part }) => part)).size,
    bytes: total('bytes'),
    cells: total('cells'),
    executions: executionsOf(objects),
    from: ends === undefined ? null : formatDay(ends[0]!),
    to: ends === undefined ? null : formatDay(ends[1]!),
    pools: pools ?? null,
    objects: objects.map(({ part, days: { first, last }, ...rest }) => ({
      ...{ part: partName(part), from: formatDay(first), to: formatDay(last) },
      ...rest,
    })),
  };
}
