import { pipeline, Readable, Transform, type TransformCallback } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { DqsError } from '@dqs/core';
import { sha256, unseal } from '@dqs/core/journal';
import tar, { type Header } from 'tar-stream';

import { corrupt } from '../errors.js';
import { assertFiles } from '../versions/files.js';
import { ARCHIVE_FILES, ARCHIVE_MANIFEST, MANIFEST, type ArchivedVersion } from './archive.js';

/** A version read from an archive, with every hash verified. */
export interface ReadArchive {
  readonly version: ArchivedVersion;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** One member of a tar: its header and its bytes. */
type TarMember = AsyncIterable<Buffer> & { readonly header: Header };

/** Largest `version.json`, in bytes. */
const MAX_MANIFEST_BYTES = 16_000_000;
/** Largest sum of all files, in bytes. */
const MAX_TOTAL_BYTES = 2_000_000_000;
/** Size of a tar's end marker, padded to a record, in bytes. */
const MAX_FRAME_BYTES = 65_536;
/** Maximum overhead per tar member: its header, one for a long name, block padding, in bytes. */
const MAX_HEADER_BYTES = 4096;

/**
 * Reads an archive of a version. Nothing is written, and no more is unpacked than the archive's own manifest announces,
 * not even after its end. Refused are members that are not plain files, are not announced, occur twice, differ in size
 * or hash or have a name with a path, and any data after the end.
 *
 * @throws DqsError `archive-invalid` that says what is wrong with which member.
 */
export async function readArchive(bytes: Uint8Array): Promise<ReadArchive> {
  try {
    return await readMembers(bytes);
  } catch (error) {
    if (DqsError.is(error) && error.code === 'archive-invalid') throw error;
    throw invalid(`it is not a complete gzipped tar (${(error as Error).message})`, error);
  }
}

async function readMembers(bytes: Uint8Array): Promise<ReadArchive> {
  const gunzip = createGunzip();
  const budget = new Budget(MAX_MANIFEST_BYTES + MAX_FRAME_BYTES);
  const extract = tar.extract();
  // Errors of any stage reach the loop below through the last stream.
  pipeline(Readable.from(slices(bytes)), gunzip, budget, extract, () => undefined);
  let version: ArchivedVersion | undefined;
  const files = new Map<string, Uint8Array>();
  for await (const member of extract as AsyncIterable<TarMember>) {
    if (version === undefined) {
      version = manifestOf(await contentOf(firstMember(member), MAX_MANIFEST_BYTES));
      budget.allow(unpackedSize(version, member.header.size));
    } else files.set(...(await announcedFile(member, version, files)));
  }
  if (version === undefined) throw invalid('it has no members');
  const missing = Object.keys(version.files).filter((name) => !files.has(name));
  if (missing.length > 0) throw invalid(`files that it announces are missing: ${missing.join(', ')}`);
  const behind = bytes.byteLength - gunzip.bytesWritten;
  if (behind !== 0) throw invalid(`${behind} bytes follow its end`);
  return { version, files };
}

/** Maximum size of a tar of those files, including its manifest. */
function unpackedSize({ files }: ArchivedVersion, manifestBytes: number): number {
  const sizes = Object.values(files).map(({ bytes }) => bytes);
  return sizes.reduce((sum, size) => sum + size + MAX_HEADER_BYTES, manifestBytes + MAX_HEADER_BYTES + MAX_FRAME_BYTES);
}

/** Passes bytes on and stops if there are more than allowed, which guards against decompression bombs. */
class Budget extends Transform {
  #allowed: number;
  #seen = 0;

  constructor(allowed: number) {
    super();
    this.#allowed = allowed;
  }

  /** Sets the total number of bytes allowed, including those already seen. */
  allow(bytes: number): void {
    this.#allowed = bytes;
    if (this.#seen > bytes) this.destroy(this.#excess());
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.#seen += chunk.byteLength;
    if (this.#seen > this.#allowed) done(this.#excess());
    else done(null, chunk);
  }

  #excess(): DqsError {
    return invalid(`it unpacks to more than the ${this.#allowed} bytes that its manifest allows`);
  }
}

function firstMember(member: TarMember): TarMember {
  const { name, type } = member.header;
  if (name === ARCHIVE_MANIFEST && type === 'file') return member;
  throw invalid(`expected the file ${ARCHIVE_MANIFEST} first, got ${String(type)} ${JSON.stringify(name)}`);
}

function manifestOf(bytes: Uint8Array): ArchivedVersion {
  let document: unknown;
  try {
    ({ document } = unseal(bytes, ARCHIVE_MANIFEST, corrupt));
  } catch (error) {
    throw invalid((error as Error).message, error);
  }
  const result = MANIFEST.safeParse(document);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw invalid(`${ARCHIVE_MANIFEST} is not one that this version can read (${problems.join('; ')})`);
  }
  const version = result.data;
  try {
    assertFiles(new Map(Object.keys(version.files).map((name) => [name, new Uint8Array(0)])));
  } catch (error) {
    throw invalid((error as Error).message, error);
  }
  const total = Object.values(version.files).reduce((sum, file) => sum + file.bytes, 0);
  if (total > MAX_TOTAL_BYTES)
    throw invalid(`it announces ${total} bytes of files, at most ${MAX_TOTAL_BYTES} are allowed`);
  return version;
}

async function announcedFile(
  member: TarMember,
  version: ArchivedVersion,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<[string, Uint8Array]> {
  const { name: path, type } = member.header;
  const shown = JSON.stringify(path);
  const name = path.startsWith(ARCHIVE_FILES) ? path.slice(ARCHIVE_FILES.length) : '';
  const expected = Object.hasOwn(version.files, name) ? version.files[name] : undefined;
  if (type !== 'file') throw invalid(`expected plain files only, got ${String(type)} ${shown}`);
  if (!expected) throw invalid(`it does not announce its member ${shown}`);
  if (files.has(name)) throw invalid(`its member ${shown} occurs twice`);
  const content = await contentOf(member, expected.bytes);
  if (content.byteLength === expected.bytes && sha256(content) === expected.sha256) return [name, content];
  throw invalid(`the bytes of its member ${shown} do not match the sha256 that it announces`);
}

async function contentOf(member: TarMember, maxBytes: number): Promise<Buffer> {
  const { name, size } = member.header;
  if (size > maxBytes)
    throw invalid(`its member ${JSON.stringify(name)} has ${size} bytes, at most ${maxBytes} are allowed`);
  const chunks: Buffer[] = [];
  for await (const chunk of member) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The bytes in pieces, so that reading may stop early. */
function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  const step = 1 << 16;
  for (let at = 0; at < bytes.byteLength; at += step) yield bytes.subarray(at, at + step);
}

function invalid(problem: string, cause?: unknown): DqsError {
  return new DqsError('archive-invalid', `the archive cannot be imported: ${problem}`, { cause, details: { problem } });
}
