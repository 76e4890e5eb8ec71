import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openProgress, progressLine } from '../src/output/progress.js';
import { assertWritablePlace } from '../src/output/writable-place.js';

describe('progress', () => {
  it('is a bar where the total is known, and an amount where not', () => {
    const line = progressLine({ stage: 'train', done: 50, total: 100, unit: 'rounds' });
    expect(line).toBe(`train     ${'█'.repeat(15)}${'░'.repeat(15)}  50%  50 rounds of 100 rounds`);
    expect(progressLine({ stage: 'read', done: 1500, unit: 'rows' })).toBe('read      1,500 rows');
    expect(progressLine({ stage: 'read', done: 5e6, total: 2e7, unit: 'bytes' })).toMatch(/25% {2}5.0 MB of 20.0 MB$/);
    expect(progressLine({ stage: 'features', done: 0, unit: 'rows' })).toBe('features  …');
  });

  it('is drawn on a terminal only, and taken away at the end', () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 80, cursorTo: () => true });
    const display = openProgress(terminal as never);
    display.listener!({ stage: 'train', done: 1, total: 2, unit: 'rounds' });
    display.close();
    display.close();
    expect(terminal.read()?.toString()).toContain('train');
    expect(openProgress(new PassThrough()).listener).toBeUndefined();
  });
});

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
