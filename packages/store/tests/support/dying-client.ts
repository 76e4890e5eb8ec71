import { Socket } from 'node:net';

/** The streams of this process are sockets too. */
const OWN = new Set<unknown>([process.stdout, process.stderr]);

/**
 * Counts the messages this process sends, and lets its connections break at one of them for good: to a server that is what the
 * end of a process by kill −9 is, messages sent before it included.
 */
export class DyingClient {
  #sent = 0;
  #last = Number.POSITIVE_INFINITY;

  constructor() {
    const original = Socket.prototype.write as (...args: unknown[]) => boolean;
    const isDead = () => (this.#sent += 1) > this.#last;
    // Inherited before, and so again without this one.
    Object.defineProperty(Socket.prototype, 'write', {
      configurable: true,
      writable: true,
      value(this: Socket, ...args: unknown[]) {
        if (OWN.has(this) || !isDead()) return original.apply(this, args);
        this.destroy();
        return false;
      },
    });
  }

  /** Messages sent since the last call of {@link dieAfter} or {@link live}. */
  get sent(): number {
    return this.#sent;
  }

  dieAfter(messages: number): void {
    this.#sent = 0;
    this.#last = messages;
  }

  live(): void {
    this.dieAfter(Number.POSITIVE_INFINITY);
  }

  restore(): void {
    delete (Socket.prototype as Partial<Socket>).write;
  }
}
