import { hash } from 'node:crypto';

/** Room for a leaf and the zero before it; a million of them need no buffer of their own. */
const LEAF = Buffer.alloc(4096);

/**
 * Hashes of a Merkle tree by RFC 6962 (Certificate Transparency) §2.1: a leaf is `sha256(0x00 ‖ bytes)`, a node
 * `sha256(0x01 ‖ left ‖ right)`, so that neither can be taken for the other. All are hexadecimal: as a text a hash costs half of
 * what it costs as a buffer.
 */
export function leafHash(bytes: Uint8Array): string {
  const input = bytes.byteLength < LEAF.byteLength ? LEAF : Buffer.alloc(bytes.byteLength + 1);
  input.set(bytes, 1);
  return hash('sha256', input.subarray(0, bytes.byteLength + 1), 'hex');
}

const NODE = Buffer.allocUnsafe(65);
NODE[0] = 1;

function nodeHash(left: string, right: string): string {
  NODE.write(left, 1, 'hex');
  NODE.write(right, 33, 'hex');
  return hash('sha256', NODE, 'hex');
}

/** A tree that grows leaf by leaf and keeps only the roots of its full subtrees: some 20 hashes for a million leaves. */
export class MerkleTree {
  /** Roots of full subtrees, the greatest first; the bits of {@link size} tell how great each is. */
  readonly #roots: string[] = [];
  #size = 0;

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  /** Adds a leaf by its {@link leafHash}. */
  add(leaf: string): void {
    let node = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) node = nodeHash(this.#roots.pop()!, node);
    this.#roots.push(node);
    this.#size += 1;
  }

  /** The root over all leaves, base64 as checkpoints have it; the sha256 of nothing without any. */
  root(): string {
    if (this.#roots.length === 0) return hash('sha256', '', 'base64');
    const root = this.#roots.reduceRight((right, left) => nodeHash(left, right));
    return Buffer.from(root, 'hex').toString('base64');
  }
}
