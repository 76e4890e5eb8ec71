import {
  checkedPieces,
  compareKeys,
  decodePanel,
  DqsError,
  encodePanel,
  throwIfAborted,
  type BulkStore,
  type DailyPanel,
  type DayRange,
  type Hooks,
} from '@dqs/core';
import { sha256 } from '@dqs/core/journal';

import { corrupt, KEYS, partName, partOfDataset } from './layout.js';
import { daysText, type PanelObject } from './manifest.js';

/** An object, ready to be written, and what a manifest says of it. */
export function describeObject(part: number, days: DayRange, panel: DailyPanel) {
  const bytes = encodePanel(panel);
  const size = { bytes: bytes.byteLength, keys: panel.keys.length, cells: panel.cells.key.length };
  const object: PanelObject = { part, days, sha256: sha256(bytes), ...size, ...countsOf(panel) };
  return { object, bytes };
}

/** The executions of a panel by outcome. */
export function countsOf({ cells: { passes, fails, errors } }: DailyPanel) {
  return { passes: sumOf(passes), fails: sumOf(fails), errors: sumOf(errors) };
}

/**
 * Writes an object under the name of its content, over one of the same name: that one may have been damaged.
 *
 * @throws DqsError `output-not-writable` if the store has written other bytes; as the store.
 */
export async function putObject(store: BulkStore, { part, sha256: hash }: PanelObject, bytes: Uint8Array) {
  const key = KEYS.object(part, hash);
  const written = await store.write(key, [bytes]);
  if (written.sha256 === hash) return;
  throw new DqsError(
    'output-not-writable',
    `the bytes under the key ${key} are not those that were made; run it again`,
  );
}

/**
 * The panel of an object, compared with what the manifest says of it.
 *
 * @throws DqsError `panel-set-corrupt` if it is missing, or anything differs.
 */
export async function getObject(store: BulkStore, object: PanelObject): Promise<DailyPanel> {
  const { part, sha256: hash, bytes } = object;
  const key = KEYS.object(part, hash);
  const content = await namedBytes(store, { key, sha256: hash, bytes });
  let panel: DailyPanel;
  try {
    panel = decodePanel(content);
  } catch (cause) {
    throw corrupt(key, (cause as Error).message, cause);
  }
  const problem = problemOf(object, panel);
  if (problem !== undefined) throw corrupt(key, problem);
  return panel;
}

/**
 * The bytes of an object that a manifest names.
 *
 * @throws DqsError `panel-set-corrupt` if it is missing, or has other bytes.
 */
export async function namedBytes(
  store: BulkStore,
  named: { readonly key: string; readonly sha256: string; readonly bytes: number },
): Promise<Uint8Array> {
  const { key, bytes } = named;
  const pieces: Uint8Array[] = [];
  try {
    // One more byte than there should be: what is longer is not read to its end.
    for await (const piece of checkedPieces(store.read(key, { end: bytes + 1 }), named)) pieces.push(piece.slice());
  } catch (cause) {
    if (!DqsError.is(cause)) throw cause;
    if (cause.code === 'artifact-not-found') throw corrupt(key, 'it is missing', cause);
    if (cause.code === 'artifact-corrupt') throw corrupt(key, 'its bytes are not those that the manifest names', cause);
    throw cause;
  }
  return Buffer.concat(pieces);
}

/** The objects of a set with their panels, in the order of the manifest; a few are fetched at once. */
export async function* panelsOf(
  store: BulkStore,
  objects: readonly PanelObject[],
  { signal, onProgress }: Pick<Hooks, 'signal' | 'onProgress'> = {},
): AsyncGenerator<{ readonly object: PanelObject; readonly panel: DailyPanel }, void, undefined> {
  for (let start = 0; start < objects.length; start += AT_ONCE) {
    throwIfAborted(signal);
    const some = objects.slice(start, start + AT_ONCE);
    const panels = await Promise.all(some.map((object) => getObject(store, object)));
    for (const [i, object] of some.entries()) yield { object, panel: panels[i]! };
    onProgress?.({ stage: 'read', done: start + some.length, total: objects.length, unit: 'objects' });
  }
}

const AT_ONCE = 8;

/** What of a panel contradicts the manifest, or is not how a panel is made; undefined if nothing does. */
function problemOf(object: PanelObject, panel: DailyPanel): string | undefined {
  const { part, days, keys, cells: size, ...counts } = object;
  const { key, day, passes, fails, errors } = panel.cells;
  if (panel.keys.length !== keys || key.length !== size) return `it has not ${keys} keys and ${size} cells`;
  for (const [i, one] of panel.keys.entries()) {
    if (i > 0 && compareKeys(panel.keys[i - 1]!, one) >= 0) return 'its keys are not in order';
    const actual = partOfDataset(one.datasetUuid);
    if (actual !== part) {
      return `it has the dataset ${JSON.stringify(one.datasetUuid)}, which is of part ${partName(actual)}`;
    }
  }
  for (let i = 0; i < size; i += 1) {
    if (day[i]! < days.first || day[i]! > days.last) return `it has results on other days than ${daysText(days)}`;
    if (i > 0 && key[i] === key[i - 1] && day[i]! <= day[i - 1]!) return 'its days are not in order';
    if (passes[i]! < 0 || fails[i]! < 0 || errors[i]! < 0) return 'it has counts below 0';
  }
  const sums = countsOf(panel);
  const isSame = sums.passes === counts.passes && sums.fails === counts.fails && sums.errors === counts.errors;
  return isSame ? undefined : 'its counts add up to others than the manifest says';
}

function sumOf(counts: Int32Array): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}
