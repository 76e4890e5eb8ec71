import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';

import { DqsError } from '../errors/dqs-error.js';

/** Algorithm byte of ed25519 in keys of signed notes. */
const ED25519 = 1;
/** What precedes the 32 bytes of an ed25519 key in PKCS #8 and in SPKI (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const KEY = /^(PRIVATE\+KEY\+)?([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/;
const SIGNATURE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/;
const MAX_SIGNATURES = 64;

/** Keys of signed notes as text, as Go's `sumdb/note` writes them. */
export interface NoteKeys {
  /** `PRIVATE+KEY+name+id+…`: a secret. */
  readonly signer: string;
  /** `name+id+…`: to be handed to everyone who verifies. */
  readonly verifier: string;
}

/**
 * New ed25519 keys.
 *
 * @param name who signs, such as `dqs.example.org/audit`, without blanks and `+`.
 */
export function newNoteKeys(name: string): NoteKeys {
  if (!/^[^\s+]{1,200}$/.test(name)) throw invalid('a name of a key without blanks and "+"', JSON.stringify(name));
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(PKCS8.length);
  const open = rawPublic(publicKey);
  const id = keyId(name, open).toString('hex');
  const text = (bytes: Buffer) => Buffer.concat([Buffer.of(ED25519), bytes]).toString('base64');
  return { signer: `PRIVATE+KEY+${name}+${id}+${text(seed)}`, verifier: `${name}+${id}+${text(open)}` };
}

/**
 * A text signed as C2SP's signed note: the text, an empty line, `— name base64(key id ‖ signature)`.
 *
 * @param text ends with a line end.
 * @throws DqsError `invalid-argument` for a key that is none.
 */
export function signNote(text: string, signer: string): string {
  const { name, secret } = parsedKey(signer, true);
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, secret]), format: 'der', type: 'pkcs8' });
  const id = keyId(name, rawPublic(createPublicKey(key)));
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), key)]).toString('base64');
  return `${text}\n— ${name} ${signature}\n`;
}

/**
 * The text of a signed note.
 *
 * @throws DqsError `checkpoint-invalid` unless the key has signed exactly this text; `invalid-argument` for a key that is none.
 */
export function openNote(note: string, verifier: string): string {
  const { name, id, secret } = parsedKey(verifier, false);
  const end = note.lastIndexOf('\n\n');
  if (end < 0) throw unsigned('an empty line before the signatures, got none');
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2).split('\n');
  if (lines.pop() !== '' || lines.length > MAX_SIGNATURES)
    throw unsigned('signatures, each a line, got something else');
  const key = createPublicKey({ key: Buffer.concat([SPKI, secret]), format: 'der', type: 'spki' });
  const isSigned = lines.some((line) => {
    const [, by, base64] = SIGNATURE.exec(line) ?? [];
    const bytes = Buffer.from(base64 ?? '', 'base64');
    return by === name && bytes.subarray(0, 4).equals(id) && verify(null, Buffer.from(text), key, bytes.subarray(4));
  });
  if (!isSigned) throw unsigned(`a signature of this text by ${name}+${id.toString('hex')}, got none`);
  return text;
}

function parsedKey(key: string, isSecret: boolean) {
  const [, prefix, name, id, base64] = KEY.exec(key) ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  if (name === undefined || (prefix !== undefined) !== isSecret || bytes.length !== 33 || bytes[0] !== ED25519) {
    // The text is not shown: it may be a secret.
    throw invalid(isSecret ? 'PRIVATE+KEY+name+id+base64' : 'name+id+base64', 'something else');
  }
  const found = { name, id: Buffer.from(id!, 'hex'), secret: bytes.subarray(1) };
  if (!isSecret && !keyId(name, found.secret).equals(found.id)) throw invalid('a key whose id fits its bytes', key);
  return found;
}

/** First four bytes of `sha256(name ‖ line end ‖ algorithm ‖ public key)`. */
function keyId(name: string, open: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ED25519), open]), 'buffer').subarray(0, 4);
}

function rawPublic(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' }).subarray(SPKI.length);
}

function invalid(expected: string, got: string): DqsError {
  return new DqsError('invalid-argument', `expected ${expected}, got ${got}`);
}

function unsigned(problem: string): DqsError {
  return new DqsError(
    'checkpoint-invalid',
    `expected a signed note with ${problem}; take the anchor from where it was written`,
  );
}
