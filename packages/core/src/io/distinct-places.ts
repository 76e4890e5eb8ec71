import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { DqsError } from '../errors/dqs-error.js';
import { DESCRIPTOR, endOfLinks } from './output-place.js';

/** A file or folder that a run reads or writes. */
export interface RunPlace {
  readonly path: string;
  /** What the caller knows it by, for messages: `--out`. */
  readonly name: string;
  /**
   * A folder in which nothing else may be written: it is replaced with all that is in it, so that nothing may be read
   * from it either, or what is in it is kept in an order of its own.
   */
  readonly whole?: 'replaced' | 'kept';
}

/** All that a run reads and writes. */
export interface RunPlaces {
  readonly inputs: readonly RunPlace[];
  readonly outputs: readonly RunPlace[];
}

interface KnownPlace extends RunPlace {
  readonly isOutput: boolean;
  /** Behind all links. */
  readonly end: string;
  /** The same for two names of one file; undefined for devices and pipes, which many may share. */
  readonly id: string | undefined;
}

/**
 * Compares all that a run reads and writes, before it starts: no output may be an input or another output, by whatever
 * name (a path written differently, a symbolic or hard link), nor lie in a
 * folder that is a whole. Devices and pipes may be given several times.
 *
 * @throws DqsError `invalid-argument` that names both, and the file.
 */
export async function assertDistinctPlaces({ inputs, outputs }: RunPlaces): Promise<void> {
  const known: KnownPlace[] = [];
  for (const place of inputs) known.push(await located(place, false));
  for (const place of outputs) {
    const output = await located(place, true);
    for (const other of known) assertApart(other, output);
    known.push(output);
  }
}

async function located(place: RunPlace, isOutput: boolean): Promise<KnownPlace> {
  const { path: end } = await endOfLinks(place.path).catch(() => ({ path: place.path }));
  const found = await stat(end, { bigint: true }).catch(() => undefined);
  const isShared = DESCRIPTOR.test(end) || found?.isCharacterDevice() === true || found?.isFIFO() === true;
  const id = found === undefined ? end : `${found.dev}:${found.ino}`;
  return { ...place, isOutput, end, id: isShared ? undefined : id };
}

function assertApart(other: KnownPlace, output: KnownPlace): void {
  if (other.id !== undefined && other.id === output.id) throw same(other, output);
  for (const [folder, inner] of [
    [output, other],
    [other, output],
  ] as const) {
    const isLost = folder.whole === 'replaced' || (folder.whole === 'kept' && inner.isOutput);
    if (isLost && inner.id !== undefined && liesIn(inner.end, folder.end)) throw inside(inner, folder);
  }
}

function liesIn(path: string, folder: string): boolean {
  for (let at = dirname(path); ; at = dirname(at)) {
    if (at === folder) return true;
    if (at === dirname(at)) return false;
  }
}

function same(other: KnownPlace, output: KnownPlace): DqsError {
  const what = other.isOutput ? 'one would replace the other' : 'writing it would destroy what is read';
  return new DqsError(
    'invalid-argument',
    `${other.name} and ${output.name} are the same file, ${output.end}: ${what}; give another path to one of them`,
    { details: { path: output.end, names: [other.name, output.name] } },
  );
}

function inside(inner: KnownPlace, folder: KnownPlace): DqsError {
  return new DqsError(
    'invalid-argument',
    `${inner.name} lies in the folder of ${folder.name}, ${folder.end}, where nothing else can be kept; give another path ` +
      'to one of them',
    { details: { path: inner.end, folder: folder.end } },
  );
}
