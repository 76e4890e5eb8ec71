import { pathToFileURL } from 'node:url';

import { gatesInThread } from '../src/serving/index.js';
import { keepingLogger, refusal, TestFolder } from './support/folder.js';

const folder = new TestFolder();
const REQUEST = { model: 'orders', candidate: { version: '1.1.0' }, current: null } as never;

/** A thread that answers as a program says. */
function gatesOf(name: string, program: string) {
  const path = folder.write(`${name}.mjs`, `import { parentPort, workerData } from 'node:worker_threads';\n${program}`);
  const { logger, lines } = keepingLogger();
  const stop = new AbortController();
  const gates = gatesInThread(pathToFileURL(path), { seed: 7 }, { signal: stop.signal, logger });
  return { gates, lines, stop };
}

describe('gates on a thread of their own', () => {
  it('are asked with settings and request, and answer with a report and lines for the log', async () => {
    const { gates, lines } = gatesOf(
      'report',
      `parentPort.postMessage({ kind: 'log', level: 'warn', line: [{ seed: workerData.settings.seed }, 'judging'] });
parentPort.postMessage({ kind: 'report', report: { passed: true, checks: [], model: workerData.request.model } });`,
    );
    expect(await gates(REQUEST)).toEqual({ passed: true, checks: [], model: 'orders' });
    expect(lines).toEqual([['warn', { seed: 7 }, 'judging']]);
  });

  it('are asked one after another, also after one that failed', async () => {
    const { gates } = gatesOf(
      'turns',
      `import { appendFileSync } from 'node:fs';
const log = ${JSON.stringify(folder.at('turns.log'))};
appendFileSync(log, 'begin ');
await new Promise((done) => setTimeout(done, 50));
appendFileSync(log, 'end ');
parentPort.postMessage({ kind: 'failure', failure: { code: 'rules-invalid', message: 'no', details: { path: 'x' } } });`,
    );
    const answers = await Promise.all([0, 1].map(() => refusal(() => gates(REQUEST))));
    expect(answers).toEqual([
      ['rules-invalid', 'no'],
      ['rules-invalid', 'no'],
    ]);
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(folder.at('turns.log'), 'utf8')).toBe('begin end begin end ');
    await expect(gates(REQUEST)).rejects.toMatchObject({ details: { path: 'x' } });
  });

  it('that end without an answer, or throw, are told as what they are', async () => {
    expect(await refusal(() => gatesOf('silent', '').gates(REQUEST))).toEqual([
      undefined,
      'expected the thread of the gates to answer, and it ended without',
    ]);
    expect((await refusal(() => gatesOf('thrown', `throw new RangeError('too much');`).gates(REQUEST)))?.[1]).toBe(
      'too much',
    );
  });

  it('are stopped with whoever asked, and not begun by who has stopped', async () => {
    const { gates, stop } = gatesOf('endless', 'setInterval(() => undefined, 1000);');
    const answer = refusal(() => gates(REQUEST));
    setTimeout(() => stop.abort(), 100);
    expect((await answer)?.[0]).toBe('aborted');
    expect((await refusal(() => gates(REQUEST)))?.[0]).toBe('aborted');
  });
});
