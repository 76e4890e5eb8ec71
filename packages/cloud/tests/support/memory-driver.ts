import type { Driver, Marks, NamesPage, RemoteCondition, RemoteObject, Upload, Verdict } from '../../src/driver.js';

/** What goes wrong with a request: nothing is done, or it is done and the answer is lost, or the service says so. */
export type Fault = 'reset' | 'lost-answer' | 'unavailable' | 'unavailable-after' | 'conflict' | 'denied';

class Refused extends Error {}
class Faulty extends Error {
  constructor(readonly fault: Fault) {
    super(`the request met: ${fault}`);
  }
}

/** A cloud in memory, which fails as the network and a service do: the part of a cloud that tests cannot have otherwise. */
export class MemoryCloud {
  readonly objects = new Map<string, RemoteObject>();
  /** Names of the requests that were made. */
  readonly requests: string[] = [];
  /** Called before each request; what it returns goes wrong. */
  fault: (request: string, number: number) => Fault | undefined = () => undefined;
  #native = 0;

  driver(partBytes = 1_000_000): Driver {
    return {
      place: 'memory://cloud',
      partBytes,
      head: (name) => this.#answer('head', () => this.objects.get(name)),
      get: (name) => this.#answer('get', () => copyOf(this.objects.get(name))),
      put: (name, content, marks, condition) =>
        this.#answer('put', () => this.write(name, new Uint8Array(content), marks, condition)),
      names: (prefix, page) => this.#names(prefix, page),
      remove: (name) => this.#answer('remove', () => void this.objects.delete(name)),
      read: (name, start, end, native) => this.#read(name, start, end, native),
      upload: (name, marks) => this.#answer('upload', () => this.#upload(name, marks)),
      verdict,
    };
  }

  /** Writes at once, past all faults. */
  write(name: string, content: Uint8Array, marks: Marks, condition?: RemoteCondition): string {
    const found = this.objects.get(name);
    if (condition === 'absent' && found) throw new Refused('something is there');
    if (typeof condition === 'object' && condition.native !== found?.native) throw new Refused('it is another content');
    const native = String((this.#native += 1));
    this.objects.set(name, { native, bytes: content.byteLength, marks, content });
    return native;
  }

  async #answer<T>(request: string, act: () => T): Promise<T> {
    this.requests.push(request);
    const fault = this.fault(request, this.requests.length);
    // As in a network, others are faster or slower.
    await new Promise((resolve) => setImmediate(resolve));
    if (fault !== undefined && fault !== 'lost-answer' && fault !== 'unavailable-after') throw new Faulty(fault);
    let answer: T;
    try {
      answer = act();
    } finally {
      if (fault !== undefined) throw new Faulty(fault); // A refusal is lost, too.
    }
    return answer;
  }

  #names(prefix: string, page = '0'): Promise<NamesPage> {
    return this.#answer('names', () => {
      const all = [...this.objects.keys()].filter((name) => name.startsWith(prefix));
      const end = Number(page) + 100;
      return { names: all.slice(Number(page), end), next: end < all.length ? String(end) : undefined };
    });
  }

  async #read(name: string, start: number, end: number, native: string) {
    const found = await this.#answer('read', () => this.objects.get(name));
    if (found === undefined) return undefined;
    if (found.native !== native) throw new Refused('it is another content');
    const breaks = this.fault('pieces', this.requests.length) !== undefined;
    return (async function* () {
      const middle = Math.ceil((start + end) / 2);
      yield found.content.slice(start, middle);
      if (breaks) throw new Faulty('reset');
      if (middle < end) yield found.content.slice(middle, end);
    })();
  }

  #upload(name: string, marks: Marks): Upload {
    const parts: Uint8Array[] = [];
    return {
      part: (number, bytes) => this.#answer('part', () => void (parts[number - 1] = new Uint8Array(bytes))),
      finish: () => this.#answer('finish', () => void this.write(name, new Uint8Array(Buffer.concat(parts)), marks)),
      abandon: () => this.#answer('abandon', () => undefined),
    };
  }
}

function verdict(error: unknown): Verdict {
  if (error instanceof Refused) return 'refused';
  if (!(error instanceof Faulty)) return 'failed';
  if (error.fault === 'denied') return 'failed';
  return error.fault === 'conflict' ? 'again' : 'lost';
}

const copyOf = (found: RemoteObject | undefined) => found && { ...found, content: found.content.slice() };
