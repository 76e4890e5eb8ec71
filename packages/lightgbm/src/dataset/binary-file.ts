import { createHash, randomUUID } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, open, rename, rm, stat } from 'node:fs/promises';
import { checkString } from '../checks.js';
import { LightGBMError } from '../errors.js';

/**
 * LightGBM trusts every length in a binary dataset file, so a damaged one can crash the process. `saveBinary` appends a
 * trailer (magic + SHA-256 of everything before it), which LightGBM never reads and which is checked before loading.
 */
const MAGIC = Buffer.from('DQSLGBM1');
const TRAILER_BYTES = MAGIC.length + 32;
/** First bytes of LightGBM's binary files (Dataset::binary_file_token). */
const TOKEN = '______LightGBM_Binary_File_Token______';

/** Lets `write` fill a temporary file, appends the trailer, and moves it into place. */
export async function writeBinary(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${checkString('path', path)}.${randomUUID()}.tmp`;
  try {
    await write(temporary);
    const digest = (await hashFile(temporary, (await stat(temporary)).size)).digest();
    await appendFile(temporary, Buffer.concat([MAGIC, digest]), { flush: true });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Throws `corrupt-file` when a binary dataset file is damaged or has no trailer. Other files pass. */
export async function verifyBinary(path: string): Promise<void> {
  const file = await openForReading(path);
  try {
    const { size } = await file.stat();
    const start = (await file.read(Buffer.alloc(TOKEN.length), 0, TOKEN.length, 0)).buffer.toString('latin1');
    if (start !== TOKEN) return;
    const at = Math.max(0, size - TRAILER_BYTES);
    const trailer = (await file.read(Buffer.alloc(TRAILER_BYTES), 0, TRAILER_BYTES, at)).buffer;
    const sound =
      trailer.subarray(0, MAGIC.length).equals(MAGIC) &&
      (await hashFile(path, at)).digest().equals(trailer.subarray(MAGIC.length));
    if (!sound) {
      throw new LightGBMError(
        'corrupt-file',
        `${path}: the checksum of this binary dataset is missing or wrong; write it again with saveBinary`,
      );
    }
  } finally {
    await file.close();
  }
}

async function openForReading(path: string) {
  try {
    return await open(checkString('path', path), 'r');
  } catch (cause) {
    if (cause instanceof LightGBMError) throw cause;
    throw new LightGBMError('invalid-argument', `path: cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
}

async function hashFile(path: string, bytes: number): Promise<Hash> {
  const hash = createHash('sha256');
  if (bytes === 0) return hash;
  for await (const chunk of createReadStream(path, { end: bytes - 1 })) hash.update(chunk as Buffer);
  return hash;
}
