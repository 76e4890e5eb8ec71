import { MemoryStore, type ArtifactHead, type PutCondition } from '@dqs/core';

import { checkStore } from '../src/index.js';

/** A store that takes a condition and does not look at it. */
class Careless extends MemoryStore {
  constructor(private readonly ignores: keyof PutCondition) {
    super();
  }

  override put(key: string, content: Uint8Array, condition: PutCondition = {}): Promise<ArtifactHead> {
    return super.put(key, content, { ...condition, [this.ignores]: undefined });
  }
}

/** A store that looks first and writes later, as if nobody else were there. */
class Slow extends MemoryStore {
  override async put(key: string, content: Uint8Array, condition: PutCondition = {}): Promise<ArtifactHead> {
    const found = await this.head(key);
    if (condition.ifNoneMatch === '*' && found) return super.put(key, content, condition);
    if (condition.ifMatch !== undefined && condition.ifMatch !== found?.etag) return super.put(key, content, condition);
    await new Promise((resolve) => setImmediate(resolve));
    return super.put(key, content);
  }
}

/** A store whose list is of some time ago. */
class Late extends MemoryStore {
  override async list(prefix: string): Promise<readonly string[]> {
    return (await super.list(prefix)).slice(1);
  }
}

describe('a check of a store', () => {
  it('passes one that keeps its promises, and leaves nothing', async () => {
    const store = new MemoryStore();
    const { facts, racers, rounds } = await checkStore(() => store);
    expect([facts.length, racers, rounds]).toEqual([5, 16, 4]);
    expect(await store.list('')).toEqual([]);
  });

  it.each([
    [
      'ignores if-none-match',
      new Careless('ifNoneMatch'),
      /a key that holds something is not created again, but the second/,
    ],
    ['ignores if-match', new Careless('ifMatch'), /of 16 who replace the same content exactly one wins.*but 16 won/],
    ['looks first and writes later', new Slow(), /of 16 creators of a key exactly one wins.*but 16 won/],
    ['lists what was some time ago', new Late(), /seen at once.*a key was not listed after it had been written/],
  ])('refuses one that %s', async (_, store, sentence) => {
    const check = checkStore(() => store);
    await expect(check).rejects.toThrow(sentence);
    await expect(check).rejects.toMatchObject({ code: 'artifact-store-unsafe' });
  });

  it('ends when it is told to', async () => {
    const store = new MemoryStore();
    await expect(checkStore(() => store, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  });
});
