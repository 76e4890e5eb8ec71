import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { assertWritablePlace } from '../../src/io/index.js';

describe('files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-output-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('need a place: a folder above that exists, and no file in its stead', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(assertWritablePlace(join(folder, 'x', 'y', 'z'))).resolves.toBeUndefined();
    await expect(assertWritablePlace(join(folder, 'file', 'z'))).rejects.toMatchObject({ code: 'output-not-writable' });
    await expect(assertWritablePlace(folder)).rejects.toMatchObject({ code: 'output-not-writable' });
    await assertWritablePlace('/dev/null');
  });
});
