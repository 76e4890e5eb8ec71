import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { DqsError } from '@dqs/core';

import { failureOf, failureText } from '../src/failure.js';
import { listenForInterrupt } from '../src/interrupt.js';
import { dqs, scratchFolder } from './support/dqs.js';
import { smallBundle, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();

describe('a failure', () => {
  const style = { json: false, stack: false };

  it('is one code, one message and a hint', () => {
    const error = new DqsError('series-unknown', 'no such series', { details: { rule: '1' } });
    const text = failureText(failureOf(error), error, style);
    expect(text).toMatch(/^error \[series-unknown\]: no such series\nhint: .*\n$/);
    expect(JSON.parse(failureText(failureOf(error), error, { json: true, stack: true }))).toEqual({
      error: { code: 'series-unknown', message: 'no such series', hint: expect.any(String), details: { rule: '1' } },
    });
  });

  it('that is not a DqsError is a defect, for any thrown value', () => {
    expect(failureOf(new TypeError('x is not a function'))).toMatchObject({
      code: 'internal',
      hint: expect.any(String),
    });
    expect(failureOf('text')).toMatchObject({ code: 'internal', message: 'text' });
  });

  it('shows its stack and causes on request', () => {
    const error = new DqsError('input-empty', 'none', { cause: new Error('deeper') });
    expect(failureText(failureOf(error), error, { json: false, stack: true })).toMatch(
      /\n +at .*caused by: Error: deeper/s,
    );
  });
});

describe('listenForInterrupt', () => {
  it('asks work to stop at the first signal and ends the process at the second', () => {
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => {
      throw new Error('ended');
    });
    const seen: string[] = [];
    const before = process.listenerCount('SIGINT');
    const interrupt = listenForInterrupt(() => seen.push('first'));
    process.emit('SIGINT');
    expect(interrupt.signal.aborted).toBe(true);
    expect(exit).not.toHaveBeenCalled();
    expect(() => process.emit('SIGINT')).toThrow('ended');
    expect(exit).toHaveBeenCalledWith(130);
    expect(seen).toEqual(['first']);
    interrupt.release();
    expect(process.listenerCount('SIGINT')).toBe(before);
    exit.mockRestore();
  });
});

describe('the modules that a command loads', () => {
  const NATIVE = 'process.report.getReport().sharedObjects.filter((path) => path.endsWith(".node")).join()';
  const COMMON_JS = 'Object.keys(require.cache).join()';

  /** Names of the native libraries that a run had loaded when it ended. */
  const loadedBy = (...args: string[]) => listedBy(NATIVE, args);

  /** What an expression gives at the end of a run. */
  async function listedBy(expression: string, args: string[]): Promise<string> {
    const hook = join(folder, 'loaded.cjs');
    writeFileSync(hook, `process.on('exit', () => process.stderr.write('loaded:' + ${expression}));`);
    const { stderr } = await dqs(args, { env: { NODE_OPTIONS: `--require ${hook}` } });
    return stderr.slice(stderr.indexOf('loaded:'));
  }

  it('is nothing native for help, LightGBM alone for a forecast from a bundle, and DuckDB not for a small log', async () => {
    expect(await loadedBy('--help')).toBe('loaded:');
    const history = await smallHistory(folder);
    const model = await smallBundle(folder, history);
    const forecast = await loadedBy('predict', '--model', model, '--all');
    expect(forecast).toContain('dqs_lightgbm.node');
    expect(forecast).not.toContain('duckdb');
    expect(await loadedBy('predict', '--model', model, '--all', '--input', history)).not.toContain('duckdb');
  });

  it('is nothing that draws tables or plots for a summary', async () => {
    const history = await smallHistory(folder);
    writeFileSync(join(folder, 'rules.json'), '{}');
    const args = ['summarize', history, '--rules', join(folder, 'rules.json'), '--out', join(folder, 'summary')];
    const loaded = await listedBy(COMMON_JS, args);
    expect(loaded).toContain('loaded.cjs');
    expect(loaded).not.toMatch(/cli-table3|asciichart/);
  });
});
