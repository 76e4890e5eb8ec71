import { createHash } from 'node:crypto';

/** Size and hash of a file of the run. */
export interface PartFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** Size and hash of bytes. */
export function describePart(bytes: Uint8Array): PartFile {
  return { bytes: bytes.length, sha256: sha256(bytes) };
}

/** sha256 in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
