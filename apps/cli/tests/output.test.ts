import { PassThrough } from 'node:stream';

import { batchDisplay, batchProgressLine } from '../src/output/batch-progress.js';
import { openProgress, progressLine } from '../src/output/progress.js';

const terminalOf = () => Object.assign(new PassThrough(), { isTTY: true, columns: 100, cursorTo: () => true });

describe('progress', () => {
  it('is a bar where the total is known, and an amount where not', () => {
    const line = progressLine({ stage: 'train', done: 50, total: 100, unit: 'rounds' });
    expect(line).toBe(`train     ${'█'.repeat(15)}${'░'.repeat(15)}  50%  50 rounds of 100 rounds`);
    expect(progressLine({ stage: 'read', done: 1500, unit: 'rows' })).toBe('read      1,500 rows');
    expect(progressLine({ stage: 'read', done: 5e6, total: 2e7, unit: 'bytes' })).toMatch(/25% {2}5.0 MB of 20.0 MB$/);
    expect(progressLine({ stage: 'features', done: 0, unit: 'rows' })).toBe('features  …');
  });

  it('is drawn on a terminal only, and taken away at the end', () => {
    const terminal = terminalOf();
    const display = openProgress(progressLine, terminal);
    display.listener!({ stage: 'train', done: 1, total: 2, unit: 'rounds' });
    display.close();
    display.close();
    expect(terminal.read()?.toString()).toContain('train');
    expect(openProgress(progressLine, new PassThrough()).listener).toBeUndefined();
  });
});

describe('progress of a batch', () => {
  const event = {
    type: 'progress',
    share: 0.25,
    records: 1500,
    recordsPerSecond: 300,
    secondsLeft: 75,
    deadLetters: 2,
  } as const;

  it('is a bar with the rows, their rate, the time left and the dead letters', () => {
    expect(batchProgressLine(event)).toBe(
      `forecast ${'█'.repeat(6)}${'░'.repeat(18)}  25%  1,500 rows, 300/s, 1 min 15 s left, 2 dead letters`,
    );
    const ended = { ...event, share: 1, secondsLeft: null, deadLetters: 0 };
    expect(batchProgressLine(ended)).toBe(`forecast ${'█'.repeat(24)} 100%  1,500 rows, 300/s`);
  });

  it('is drawn in the style "bar" on a terminal only; the style "json" writes each event as a line', () => {
    const written = (style: 'bar' | 'json' | 'none', stream: PassThrough) => {
      const display = batchDisplay(style, stream);
      display.listener(event);
      display.close();
      return stream.read()?.toString() ?? '';
    };
    expect(written('bar', terminalOf())).toContain('1,500 rows');
    expect(written('bar', new PassThrough())).toBe('');
    expect(written('none', terminalOf())).toBe('');
    expect(written('json', new PassThrough())).toBe(`${JSON.stringify(event)}\n`);
  });
});
