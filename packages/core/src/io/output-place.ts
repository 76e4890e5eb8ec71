import { constants, createReadStream, createWriteStream, type Stats } from 'node:fs';
import { lstat, open, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { notWritable } from './not-writable.js';
import { assertLocalPath } from './local-path.js';

/** Where an output goes, after following all symbolic links. */
export interface OutputPlace {
  /** A file appears whole, by a rename; a device or a pipe is written in place and never replaced. */
  readonly kind: 'file' | 'stream';
  /** The path behind all links; a file need not exist. */
  readonly path: string;
  /** The file descriptor of this process that the path refers to, like `/dev/stdout`. */
  readonly descriptor?: number;
}

/** As many links as Linux follows. */
const MAX_LINKS = 40;
/** A file descriptor as a path, with the process that has it: what `/dev/stdout` and `/dev/fd/3` lead to. */
export const DESCRIPTOR = /^\/(?:proc\/(\d+)\/(?:task\/\d+\/)?|dev\/)fd\/(\d+)$/;

/**
 * Finds out where an output goes.
 *
 * @throws DqsError `output-not-writable` for a folder, a socket, a disk, or a path that leads nowhere; `invalid-argument`
 * for a URL.
 */
export async function outputPlace(path: string): Promise<OutputPlace> {
  assertLocalPath(path);
  try {
    const end = await endOfLinks(path);
    const [, owner, descriptor] = DESCRIPTOR.exec(end.path) ?? [];
    if (descriptor === undefined) return { kind: end.found === undefined ? 'file' : kindOf(end.found), path: end.path };
    // The target of a descriptor, even a file, is already open: a rename would detach it from its holder.
    await stat(end.path);
    const isOwn = owner === undefined || Number(owner) === process.pid;
    return { kind: 'stream', path: end.path, ...(isOwn ? { descriptor: Number(descriptor) } : {}) };
  } catch (cause) {
    throw notWritable(path, cause);
  }
}

/**
 * The end of a chain of symbolic links; `found` is undefined if they lead to nothing yet.
 *
 * @param folder what a relative path is relative to.
 * @default the current folder
 * @throws the system's error if a link cannot be followed.
 */
export async function endOfLinks(
  path: string,
  folder = '',
): Promise<{ readonly path: string; readonly found: Stats | undefined }> {
  let at = resolve(folder, path);
  for (let links = 0; links <= MAX_LINKS; links += 1) {
    at = join(await realFolder(dirname(at)), basename(at));
    const found = await ifPresent(lstat(at));
    // The name a descriptor seems to lead to is informational and may not be a file at all.
    if (!found?.isSymbolicLink() || DESCRIPTOR.test(at)) return { path: at, found };
    at = resolve(dirname(at), await readlink(at));
  }
  throw Object.assign(new Error('too many symbolic links'), { code: 'ELOOP' });
}

function kindOf(found: Stats): OutputPlace['kind'] {
  if (found.isFile()) return 'file';
  if (found.isCharacterDevice() || found.isFIFO()) return 'stream';
  if (found.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
  throw new Error(`it is a ${found.isSocket() ? 'socket' : 'disk'}; give a file, or a device that takes text`);
}

/** The folder behind all links, as far as it exists. */
async function realFolder(path: string): Promise<string> {
  const real = await ifPresent(realpath(path));
  if (real !== undefined) return real;
  return path === dirname(path) ? path : join(await realFolder(dirname(path)), basename(path));
}

async function ifPresent<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}

/** Writes the bytes of a file to a device or a pipe. */
export async function copyToStream(file: string, place: OutputPlace): Promise<void> {
  const source = createReadStream(file);
  const { descriptor, path } = place;
  // Node has its own, non-blocking way to write to these two.
  if (descriptor === 1) return pipeline(source, process.stdout, { end: false });
  if (descriptor === 2) return pipeline(source, process.stderr, { end: false });
  if (descriptor !== undefined) {
    return pipeline(source, createWriteStream('', { fd: descriptor, autoClose: false }));
  }
  const target = await open(path, constants.O_WRONLY);
  await pipeline(source, target.createWriteStream());
}
