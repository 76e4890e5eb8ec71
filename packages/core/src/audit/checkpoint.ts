import { DqsError } from '../errors/dqs-error.js';
import { openNote, signNote } from './signed-note.js';

/** What a log held at some time: enough to find out later whether it still does. */
export interface Checkpoint {
  /** The log, such as `dqs.example.org/audit`. */
  readonly origin: string;
  /** Number of entries. */
  readonly size: number;
  /** Merkle root over them (RFC 6962), base64. */
  readonly root: string;
}

/** A checkpoint in the format of C2SP's tlog-checkpoint, signed. */
export function signCheckpoint({ origin, size, root }: Checkpoint, signer: string): string {
  return signNote(`${origin}\n${size}\n${root}\n`, signer);
}

const SIZE = /^(0|[1-9]\d{0,14})$/;
const ROOT = /^[A-Za-z0-9+/]{43}=$/;

/**
 * The checkpoint in a signed note. Lines after the first three are extensions, which are signed and otherwise ignored.
 *
 * @param verifier key of who signed, `name+id+base64`.
 * @throws DqsError `checkpoint-invalid` if it is none or not signed by that key; `invalid-argument` for a key that is none.
 */
export function openCheckpoint(note: string, verifier: string): Checkpoint {
  const [origin = '', size = '', root = ''] = openNote(note, verifier).split('\n');
  if (origin === '' || !SIZE.test(size) || !ROOT.test(root)) {
    const got = JSON.stringify([origin, size, root].join(' ').slice(0, 120));
    throw new DqsError('checkpoint-invalid', `expected lines with origin, size and root of 32 bytes, got ${got}`);
  }
  return { origin, size: Number(size), root };
}
