import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A shorter text gains less than it costs. */
const MIN_LENGTH = 16_384;
/** What is kept of texts that many ask for, compressed bytes. */
const MOST_KEPT_BYTES = 32 * 2 ** 20;
/** A higher level takes three times as long for a tenth less. */
const LEVEL = 3;

const gzipped = promisify(gzip);

/** Whether a text is worth compressing for whoever asks. */
export function isCompressible(text: string, acceptEncoding: string | string[] | undefined): boolean {
  return text.length >= MIN_LENGTH && takesGzip(String(acceptEncoding ?? ''));
}

/** Whether an `Accept-Encoding` names gzip, and not with a weight of nothing. */
function takesGzip(header: string): boolean {
  return header
    .slice(0, 1000)
    .toLowerCase()
    .split(',')
    .some((one) => {
      const [name, ...parameters] = one.split(';').map((part) => part.trim());
      return name === 'gzip' && !parameters.some((part) => Number(part.replace(/^q\s*=\s*/, '')) === 0);
    });
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
