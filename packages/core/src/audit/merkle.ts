import { hash } from 'node:crypto';

/** Room for a leaf and the zero before it; a million of them need no buffer of their own. */
const LEAF = Buffer.alloc(4096);

/**
 * Hashes of a Merkle tree by RFC 6962 (Certificate Transparency) §2.1: a leaf is `sha256(0x00 ‖ bytes)`, a node
 * `sha256(0x01 ‖ left ‖ right)`, so that neither can be taken for the other.
 */
export function leafHash(bytes: Uint8Array): Buffer {
  const input = bytes.byteLength < LEAF.byteLength ? LEAF : Buffer.alloc(bytes.byteLength + 1);
  input.set(bytes, 1);
  return hash('sha256', input.subarray(0, bytes.byteLength + 1), 'buffer');
}

const NODE = Buffer.allocUnsafe(65);
NODE[0] = 1;

function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  NODE.set(left, 1);
  NODE.set(right, 33);
  return hash('sha256', NODE, 'buffer');
}

/** A tree that grows leaf by leaf and keeps only the roots of its full subtrees: some 20 hashes for a million leaves. */
export class MerkleTree {
  /** Roots of full subtrees, the greatest first; the bits of {@link size} tell how great each is. */
  readonly #roots: Buffer[] = [];
  #size = 0;

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  /** Adds a leaf by its {@link leafHash}. */
  add(leaf: Buffer): void {
    let node = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) node = nodeHash(this.#roots.pop()!, node);
    this.#roots.push(node);
    this.#size += 1;
  }

  /** The root over all leaves; the sha256 of nothing without any. */
  root(): Buffer {
    if (this.#roots.length === 0) return hash('sha256', '', 'buffer');
    return this.#roots.reduceRight((right, left) => nodeHash(left, right));
  }
}
