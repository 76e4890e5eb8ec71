import { DqsError, type ArtifactHead } from '@dqs/core';

import { CloudBulkStore } from '../src/cloud-bulk-store.js';
import { CloudStore } from '../src/cloud-store.js';
import { etagOf } from '../src/etag.js';
import { Remote } from '../src/remote.js';
import { MemoryCloud, type Fault } from './support/memory-driver.js';

const bytes = (text: string) => Buffer.from(text);
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (error: unknown) => (DqsError.is(error) ? error.code : String(error)),
  );

let cloud: MemoryCloud;
let store: CloudStore;
let bulk: CloudBulkStore;
beforeEach(() => {
  cloud = new MemoryCloud();
  const remote = new Remote(async () => cloud.driver(), 'place/', { attempts: 3, pauseMs: 0 });
  [store, bulk] = [new CloudStore(remote), new CloudBulkStore(remote)];
});

/** The faults of the puts, one after another; what else is asked is answered. */
function puts(...faults: readonly (Fault | undefined)[]) {
  const left = [...faults];
  cloud.fault = (request) => (request === 'put' ? left.shift() : undefined);
}
/** Something that others do between a put and its reading back. */
function beforeHead(act: () => void) {
  const { fault } = cloud;
  let isDone = false;
  cloud.fault = (request, number) => {
    if (request === 'head' && !isDone) {
      isDone = true;
      act();
    }
    return fault(request, number);
  };
}
const others = (over: string, token = 'others') => cloud.write('place/k', bytes('theirs'), { token, over });
const held = () => cloud.objects.get('place/k')!;

describe('a put whose answer was lost', () => {
  it('took effect if its own token is there: it is done, once', async () => {
    puts('lost-answer');
    const head = await store.put('k', bytes('mine'), { ifNoneMatch: '*' });
    expect(head.etag).toBe(etagOf(held()));
    expect(cloud.requests).toEqual(['put', 'head']);
    await expect(store.put('k', bytes('next'), { ifMatch: head.etag })).resolves.toMatchObject({ bytes: 4 });
  });

  it('is made again if nothing has changed', async () => {
    puts('reset', 'unavailable');
    await store.put('k', bytes('mine'), { ifNoneMatch: '*' });
    expect(cloud.requests).toEqual(['put', 'head', 'put', 'head', 'put']);
  });

  it('meets its own object when it is made again before that is seen, and is no conflict', async () => {
    puts('lost-answer');
    let isLate = true;
    const { fault } = cloud;
    // The first reading back sees nothing yet: as if the first request were still on its way.
    const late = new Map<string, ReturnType<typeof held>>();
    cloud.fault = (request, number) => {
      if (request === 'head' && isLate) {
        isLate = false;
        late.set('place/k', held());
        cloud.objects.delete('place/k');
      } else if (request === 'put' && late.size > 0) {
        cloud.objects.set('place/k', late.get('place/k')!);
      }
      return fault(request, number);
    };
    const head = await store.put('k', bytes('mine'), { ifNoneMatch: '*' });
    expect(head.etag).toBe(etagOf(held()));
  });

  it('took effect if what is there has replaced it: the etag given back is the one that was replaced', async () => {
    puts('lost-answer');
    let mine = '';
    beforeHead(() => {
      mine = etagOf(held());
      others(mine);
    });
    expect((await store.put('k', bytes('mine'), { ifNoneMatch: '*' })).etag).toBe(mine);
    expect(await codeOf(store.put('k', bytes('stale'), { ifMatch: mine }))).toBe('artifact-conflict');
  });

  it('is a conflict if another has created the key, or replaced the same content', async () => {
    puts('reset');
    beforeHead(() => others('none'));
    expect(await codeOf(store.put('k', bytes('mine'), { ifNoneMatch: '*' }))).toBe('artifact-conflict');

    const { etag } = (await store.head('k')) as ArtifactHead;
    puts('reset');
    beforeHead(() => others(etag, 'third'));
    expect(await codeOf(store.put('k', bytes('mine'), { ifMatch: etag }))).toBe('artifact-conflict');
  });

  it.each([
    ['others have replaced what they replaced', () => others('1~somebody')],
    ['others have written without a condition', () => others('')],
    ['others have written with other programs', () => others('', '')],
  ])('is unknown if %s since', async (_, act) => {
    puts('reset');
    beforeHead(act);
    const put = store.put('k', bytes('mine'), { ifNoneMatch: '*' });
    expect(await codeOf(put)).toBe('artifact-unknown');
    expect(held().content).toEqual(bytes('theirs'));
  });

  it('is unknown if the key was removed since it was to be replaced', async () => {
    const { etag } = await store.put('k', bytes('old'));
    puts('lost-answer');
    beforeHead(() => cloud.objects.delete('place/k'));
    expect(await codeOf(store.put('k', bytes('mine'), { ifMatch: etag }))).toBe('artifact-unknown');
  });

  it('is unknown if it cannot be read back, and nothing is removed', async () => {
    cloud.fault = (request) => (request === 'put' ? 'lost-answer' : 'reset');
    const put = store.put('k', bytes('mine'), { ifNoneMatch: '*' });
    await expect(put).rejects.toThrow(/was lost .*cannot be read back: .*read the key before writing it again/);
    expect(held().content).toEqual(new Uint8Array(bytes('mine')));
    expect(cloud.requests).not.toContain('remove');
  });

  it('is unknown if it never gets through', async () => {
    puts('reset', 'reset', 'reset');
    expect(await codeOf(store.put('k', bytes('mine'), { ifNoneMatch: '*' }))).toBe('artifact-unknown');
  });

  it('stays unknown if a later attempt is denied', async () => {
    puts('reset', 'denied');
    expect(await codeOf(store.put('k', bytes('mine'), { ifNoneMatch: '*' }))).toBe('artifact-unknown');
  });
});

describe('a put that was answered', () => {
  it('is a conflict when refused, with what is there', async () => {
    others('none');
    await expect(store.put('k', bytes('mine'), { ifNoneMatch: '*' })).rejects.toMatchObject({
      code: 'artifact-conflict',
      details: { key: 'k', found: etagOf(held()) },
    });
  });

  it('is made again after "again" without reading back, and fails as not done once patience ends', async () => {
    puts('conflict', 'conflict', 'conflict');
    expect(await codeOf(store.put('k', bytes('mine'), { ifNoneMatch: '*' }))).toBe('artifact-store-failed');
    expect(cloud.requests).toEqual(['put', 'put', 'put']);
  });

  it('fails at once where it is denied', async () => {
    puts('denied');
    await expect(store.put('k', bytes('mine'))).rejects.toThrow(
      'cannot write the key k in memory://cloud/place: the request met: denied; check the address, the network and the permissions',
    );
    expect(cloud.requests).toEqual(['put']);
  });
});

describe('a large object', () => {
  const parts = () => [new Uint8Array(1_500_000), new Uint8Array(1_500_000)];

  it('whose last answer was lost is there if its token is', async () => {
    cloud.fault = (request) => (request === 'finish' ? 'lost-answer' : undefined);
    expect((await bulk.write('k', parts())).bytes).toBe(3_000_000);
    expect(cloud.requests).toEqual(['upload', 'part', 'part', 'part', 'finish', 'head']);
  });

  it('of which nobody knows is unknown, and its parts stay', async () => {
    cloud.fault = (request) => (request === 'finish' || request === 'head' ? 'reset' : undefined);
    expect(await codeOf(bulk.write('k', parts()))).toBe('artifact-unknown');
    expect(cloud.requests).not.toContain('abandon');
  });

  it('that was denied leaves no parts', async () => {
    cloud.fault = (request) => (request === 'finish' ? 'denied' : undefined);
    expect(await codeOf(bulk.write('k', parts()))).toBe('artifact-store-failed');
    expect(cloud.requests.at(-1)).toBe('abandon');
    expect(cloud.objects.size).toBe(0);
  });

  it('that is replaced while it is read is an error, not a mixture', async () => {
    await bulk.write('k', parts());
    cloud.fault = (request) => {
      if (request === 'pieces') others('');
      return request === 'pieces' ? 'reset' : undefined;
    };
    const reading = (async () => {
      for await (const piece of bulk.read('k')) expect(piece.byteLength).toBe(1_500_000);
    })();
    expect(await codeOf(reading)).toBe('artifact-corrupt');
  });
});

it('a key that is too long behind the prefix is refused with the length that is left', async () => {
  const key = `${'n'.repeat(200)}/`.repeat(5).slice(0, 1020);
  await expect(store.head(`${key}${'x'.repeat(1020 - key.length)}`)).rejects.toThrow(
    'expected keys of at most 1018 characters below place/, got 1020',
  );
});

it('objects of others that are no artifacts are not listed', async () => {
  for (const name of ['place/a', 'place/', 'place/a//b', 'place/.hidden', 'place/ü', 'elsewhere/b']) {
    cloud.write(name, bytes('x'), { token: '', over: '' });
  }
  expect(await store.list('')).toEqual(['a']);
});
