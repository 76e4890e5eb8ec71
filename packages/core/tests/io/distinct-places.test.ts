import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { assertDistinctPlaces, type RunPlace } from '../../src/io/index.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-distinct-'));
  writeFileSync(join(folder, 'file'), 'x');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const place = (path: string, name = '--out', whole?: RunPlace['whole']) => ({ path, name, whole });

describe('assertDistinctPlaces', () => {
  it('knows a file by every name it has', async () => {
    const file = join(folder, 'file');
    linkSync(file, join(folder, 'hard'));
    symlinkSync('file', join(folder, 'soft'));
    mkdirSync(join(folder, 'sub'));
    symlinkSync(folder, join(folder, 'sub', 'up'));
    const names = [file, `${folder}/./sub/../file`, relative(process.cwd(), file), join(folder, 'sub', 'up', 'file')];
    for (const path of [...names, join(folder, 'hard'), join(folder, 'soft')]) {
      await expect(
        assertDistinctPlaces({ inputs: [place(file, '--input')], outputs: [place(path)] }),
      ).rejects.toMatchObject({
        code: 'invalid-argument',
        message: expect.stringMatching(/--input and --out are the same file, .*would destroy an input/),
      });
    }
  });

  it('compares outputs that are not there yet, and allows one input twice', async () => {
    const outputs = [place(join(folder, 'new'), '--rejects'), place(`${folder}//new`)];
    await expect(assertDistinctPlaces({ inputs: [], outputs })).rejects.toThrow(
      /--rejects and --out .*overwrite the other/,
    );
    const file = place(join(folder, 'file'), '--input');
    await assertDistinctPlaces({ inputs: [file, file], outputs: [place(join(folder, 'new'))] });
  });

  it('finds what lies in a folder that is replaced', async () => {
    const model = place(join(folder, 'model'), '--out', 'replaced');
    const rejects = place(join(folder, 'model', 'deep', 'rejects'), '--rejects');
    await expect(assertDistinctPlaces({ inputs: [], outputs: [model, rejects] })).rejects.toThrow(
      /--rejects is inside/,
    );
    await expect(assertDistinctPlaces({ inputs: [rejects], outputs: [model] })).rejects.toThrow(/--rejects is inside/);
    await assertDistinctPlaces({ inputs: [], outputs: [model, place(join(folder, 'model-rejects'), '--rejects')] });
    const registry = place(join(folder, 'model'), '--registry', 'kept');
    await expect(assertDistinctPlaces({ inputs: [], outputs: [registry, rejects] })).rejects.toThrow(
      /--rejects is inside/,
    );
    await assertDistinctPlaces({ inputs: [rejects], outputs: [registry] });
  });

  it('lets devices be given as often as one likes', async () => {
    await assertDistinctPlaces({ inputs: [place('/dev/null')], outputs: [place('/dev/null'), place('/dev/null')] });
  });
});
