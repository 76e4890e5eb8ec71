import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkedPieces, FileBulkStore, FileStore } from '../src/index.js';
import { BULK_STORE_CONTRACT } from '../src/testing/index.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-bulk-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('large objects in a folder', () => {
  it.each(BULK_STORE_CONTRACT)('$title', ({ run }) =>
    run({ bulk: () => new FileBulkStore(folder), artifacts: () => new FileStore(folder) }),
  );

  it('leave no draft behind, of a failed writing neither', async () => {
    const store = new FileBulkStore(folder);
    await store.write('a/b', [Buffer.from('x')]);
    const failing = (function* () {
      yield Buffer.from('x');
      throw new Error('the source is gone');
    })();
    await expect(store.write('a/c', failing)).rejects.toThrow('the source is gone');
    expect(readdirSync(join(folder, '.drafts'))).toEqual([]);
  });

  it('cannot be where a file is: that is said, and nothing is left', async () => {
    writeFileSync(join(folder, 'file'), 'x');
    const store = new FileBulkStore(join(folder, 'file'));
    await expect(store.write('k', [Buffer.from('x')])).rejects.toMatchObject({ code: 'output-not-writable' });
    expect(existsSync(join(folder, 'file', 'k'))).toBe(false);
  });

  it('are not at a URL', () => {
    expect(() => new FileBulkStore('s3://bucket/x')).toThrow(/expected a local path, not a URL/);
  });
});

describe('pieces that are checked', () => {
  const expected = { key: 'k', bytes: 3, sha256: '3608bca1e44ea6c4d268eb6db02260269892c0b42b86bbf1e77a6fa16c3c9282' };
  const read = async (pieces: readonly string[]) => {
    const seen: string[] = [];
    async function* source() {
      for (const piece of pieces) yield Buffer.from(piece);
    }
    for await (const piece of checkedPieces(source(), expected)) seen.push(Buffer.from(piece).toString());
    return seen;
  };

  it('are all that was written', async () => {
    expect(await read(['x', 'yz'])).toEqual(['x', 'yz']);
  });

  it.each([
    ['changed', ['x', 'yy']],
    ['cut off', ['xy']],
    ['longer', ['xyz', 'x']],
    ['none', []],
  ])('are an error at the end when %s', async (_, pieces) => {
    await expect(read(pieces)).rejects.toMatchObject({ code: 'artifact-corrupt' });
  });
});
