import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { DqsError } from '../errors/dqs-error.js';
import { DESCRIPTOR, endOfLinks } from './output-place.js';

/** A file or folder that a run reads or writes. */
export interface RunPlace {
  readonly path: string;
  /** The caller's name for it in messages: `--out`. */
  readonly name: string;
  /**
   * A folder in which nothing else may be written: either it is replaced as a whole, so that nothing may be read from
   * it, or its content has its own layout.
   */
  readonly whole?: 'replaced' | 'kept';
}

/** Everything a run reads and writes. */
export interface RunPlaces {
  readonly inputs: readonly RunPlace[];
  readonly outputs: readonly RunPlace[];
}

interface KnownPlace extends RunPlace {
  readonly isOutput: boolean;
  /** Behind all links. */
  readonly end: string;
  /** Equal for two names of one file; undefined for devices and pipes, which may be shared. */
  readonly id: string | undefined;
}

/**
 * Compares everything a run reads and writes before it starts: no output may be an input or another output under any
 * name (a path written differently, a symbolic or hard link), nor lie in a folder that is exclusive. Devices and pipes
 * may be given several times.
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
  const what = other.isOutput ? 'one would overwrite the other' : 'writing it would destroy an input';
  return new DqsError(
    'invalid-argument',
    `${other.name} and ${output.name} are the same file, ${output.end}: ${what}; use another path for one of them`,
    { details: { path: output.end, names: [other.name, output.name] } },
  );
}

function inside(inner: KnownPlace, folder: KnownPlace): DqsError {
  return new DqsError(
    'invalid-argument',
    `${inner.name} is inside the folder of ${folder.name}, ${folder.end}, which must contain nothing else; use another path ` +
      'for one of them',
    { details: { path: inner.end, folder: folder.end } },
  );
}
