/**
 * MurmurHash3 x86 32 (Austin Appleby, public domain) of a text's UTF-8 bytes: every bit of the input changes each bit of the
 * result with probability ½, which is what an even split needs. Not for secrets.
 *
 * @param text any text, "" included.
 * @param seed an integer; its low 32 bits count.
 * @returns an integer in 0 … 2³² − 1, the same on every machine.
 */
export function murmur3(text: string, seed: number): number {
  const length = text.length;
  let hash = seed | 0;
  let block = 0;
  for (let i = 0; i < length; i += 1) {
    const unit = text.charCodeAt(i);
    // Identifiers are nearly always ASCII: their bytes are their characters, so no buffer is needed.
    if (unit > 127) return hashBytes(UTF8.encode(text), seed);
    block |= unit << (8 * (i & 3));
    if ((i & 3) === 3) {
      hash = mixBlock(hash, block);
      block = 0;
    }
  }
  return finish((length & 3) === 0 ? hash : hash ^ scramble(block), length);
}

const UTF8 = new TextEncoder();

function hashBytes(bytes: Uint8Array, seed: number): number {
  let hash = seed | 0;
  let block = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    block |= bytes[i]! << (8 * (i & 3));
    if ((i & 3) === 3) {
      hash = mixBlock(hash, block);
      block = 0;
    }
  }
  return finish((bytes.length & 3) === 0 ? hash : hash ^ scramble(block), bytes.length);
}

function scramble(block: number): number {
  const mixed = Math.imul(block, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}

function mixBlock(hash: number, block: number): number {
  const mixed = hash ^ scramble(block);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(hash: number, length: number): number {
  let h = hash ^ length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
