import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import { acceptsEncoding } from './accepted-encoding.js';

/** A shorter text gains less than it costs. */
const MIN_LENGTH = 16_384;
/** What is kept of texts that many ask for, compressed bytes. */
const MOST_KEPT_BYTES = 32 * 2 ** 20;
/** A higher level takes three times as long for a tenth less. */
const LEVEL = 3;

const gzipped = promisify(gzip);

/** Whether a text is worth compressing for whoever asks. */
export function isCompressible(text: string, acceptEncoding: string | string[] | undefined): boolean {
  return text.length >= MIN_LENGTH && acceptsEncoding(acceptEncoding, 'gzip');
}

/**
 * Texts compressed on other threads, each once: when something has happened, everybody who looks at a page asks for the same text.
 * Those that were asked for last are kept.
 */
export class Compressed {
  readonly #kept = new Map<string, Promise<Buffer>>();
  readonly #mostBytes: number;
  #bytes = 0;

  /** @param mostBytes that are kept. @default 32 MiB */
  constructor(mostBytes = MOST_KEPT_BYTES) {
    this.#mostBytes = mostBytes;
  }

  /** @param mark of the text: equal for equal texts alone. */
  of(mark: string, text: string): Promise<Buffer> {
    const known = this.#kept.get(mark);
    if (known === undefined) return this.#made(mark, text);
    this.#kept.delete(mark);
    this.#kept.set(mark, known);
    return known;
  }

  async #made(mark: string, text: string): Promise<Buffer> {
    const made = gzipped(text, { level: LEVEL });
    this.#kept.set(mark, made);
    made.catch(() => this.#kept.delete(mark));
    this.#bytes += (await made).length;
    for (const [oldest, content] of this.#kept) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= (await content).length;
    }
    return made;
  }
}
