import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { CustomGroup } from '@dqs/features';

import { compareBackends } from '../../src/index.js';
import { madePanel } from '../support/panels.js';

const folder = mkdtempSync(join(tmpdir(), 'dqs-compare-'));
afterAll(() => rmSync(folder, { recursive: true }));

const panel = madePanel({ days: 80 });
const PID_FILE = join(folder, 'pid');

/** A worker that answers a task by some code; `answer(task)` gives it a measurement. */
function worker(name: string, onTask: string): URL {
  const entry = pathToFileURL(join(folder, `${name}.mjs`));
  const code = `
    import { writeFileSync } from 'node:fs';
    const answer = ({ id, task }, mae) => process.send({ kind: 'result', id,
      result: { backend: task, evaluation: { scores: [{ model: { mae } }] }, pid: process.pid } });
    const failed = ({ id }, error) => process.send({ kind: 'error', id, error });
    process.on('message', (message) => {
      if (message.kind === 'start') return process.send({ kind: 'ready' });
      ${onTask}
    });
    process.on('disconnect', () => process.exit(0));`;
  writeFileSync(entry, code);
  return entry;
}

describe('compareBackends', () => {
  it('measures each backend in its own process, and lists the smallest error first', async () => {
    const entry = worker('good', "answer(message, message.task === 'ridge' ? 1 : 2);");
    const { backends, skipped } = await compareBackends(panel, { only: ['naive', 'ridge'] }, entry);
    expect(backends.map(({ backend }) => backend)).toEqual(['ridge', 'naive']);
    expect(new Set(backends.map((one) => (one as never as { pid: number }).pid)).size).toBe(2);
    expect(skipped).toEqual([]);
  });

  it('skips a backend whose process dies, with the reason, and continues', async () => {
    const entry = worker(
      'dying',
      "message.task === 'ridge' ? process.kill(process.pid, 'SIGKILL') : answer(message, 2);",
    );
    const { backends, skipped } = await compareBackends(panel, { only: ['ridge', 'naive'] }, entry);
    expect(backends.map(({ backend }) => backend)).toEqual(['naive']);
    expect(skipped).toEqual([{ backend: 'ridge', reason: expect.stringMatching(/before it was measured: .*SIGKILL/) }]);
  });

  it('skips a backend without its library, and fails if that backend was requested', async () => {
    const missing = "{ message: 'XGBoost cannot be loaded', code: 'model-engine-missing' }";
    const entry = worker('missing', `message.task === 'xgboost' ? failed(message, ${missing}) : answer(message, 1);`);
    const { backends, skipped } = await compareBackends(panel, {}, entry);
    expect(skipped).toEqual([{ backend: 'xgboost', reason: 'XGBoost cannot be loaded' }]);
    expect(backends.map(({ backend }) => backend)).not.toContain('onnx');
    await expect(compareBackends(panel, { only: ['xgboost'] }, entry)).rejects.toMatchObject({
      code: 'model-engine-missing',
      details: { backend: 'xgboost' },
    });
  });

  it('refuses an unknown backend before a process is started', async () => {
    const entry = pathToFileURL(join(folder, 'absent.mjs'));
    await expect(compareBackends(panel, { only: ['ridge', 'rigde'] }, entry)).rejects.toMatchObject({
      code: 'model-backend-unknown',
    });
  });

  it("refuses feature groups of one's own, which no process can be sent, before one is started", async () => {
    const entry = pathToFileURL(join(folder, 'absent.mjs'));
    const mine: CustomGroup = { name: 'mine', version: 1, features: [{ name: 'one' }], compute: () => [1] };
    await expect(
      compareBackends(panel, { only: ['ridge', 'naive'], groups: ['spread', mine] }, entry),
    ).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(/^groups: .* got groups of one's own: mine; leave them out/),
      details: { groups: ['mine'] },
    });
  });

  it('an interruption ends the process that measures', async () => {
    const entry = worker('endless', `writeFileSync(${JSON.stringify(PID_FILE)}, String(process.pid));`);
    const controller = new AbortController();
    const comparison = compareBackends(panel, { only: ['ridge'] }, entry, { signal: controller.signal });
    const pid = await written(PID_FILE);
    controller.abort();
    await expect(comparison).rejects.toMatchObject({ code: 'aborted' });
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

/** The number in a file, once it is there. */
async function written(path: string): Promise<number> {
  for (;;) {
    try {
      const pid = Number(readFileSync(path, 'utf8'));
      if (pid > 0) return pid;
    } catch {
      // Not yet.
    }
    await new Promise((done) => setTimeout(done, 20));
  }
}
