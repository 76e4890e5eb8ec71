import { PassThrough } from 'node:stream';

import { openProgress, progressLine } from '../src/output/progress.js';

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
