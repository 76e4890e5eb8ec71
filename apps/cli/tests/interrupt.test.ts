import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { finished, scratchFolder, start } from './support/dqs.js';
import { smallBundle, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
let history = '';

beforeAll(async () => {
  history = await smallHistory(folder);
});

/** Resolves when a process has said on stderr that it has come so far. */
function said(child: ChildProcess, words: string): Promise<void> {
  return new Promise((done) => {
    let text = '';
    child.stderr!.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes(words)) done();
    });
  });
}

/** A training that takes minutes, stopped by Ctrl-C once it has begun. */
async function interrupted(out: string) {
  const endless = ['--spec', 'classic', '--rounds', '100000', '--param', 'min_data_in_leaf=1'];
  const child = start(['train', '-i', history, ...endless, '-o', out, '--log-level', 'info']);
  const ended = finished(child);
  await said(child, 'training starts');
  await new Promise((done) => setTimeout(done, 300));
  child.kill('SIGINT');
  return ended;
}

describe('Ctrl-C during training', () => {
  it('ends with code 130, says so, and leaves nothing half-written', async () => {
    const place = join(folder, 'place');
    const run = await interrupted(join(place, 'model'));
    expect(run).toMatchObject({ code: 130, stdout: '', stderr: expect.stringContaining('error [aborted]') });
    expect(existsSync(place)).toBe(false);
  });

  it('leaves the bundle that was there as it was', async () => {
    const model = await smallBundle(folder, history);
    const files = readdirSync(model);
    expect((await interrupted(model)).code).toBe(130);
    expect(readdirSync(model)).toEqual(files);
  });

  it('while a file is generated: no file, no temporary file', async () => {
    const place = join(folder, 'generated');
    const child = start(['generate', '--rows', '50000000', '--datasets', '20', '--out', join(place, 'huge.csv')]);
    const ended = finished(child);
    while (!existsSync(place)) await new Promise((done) => setTimeout(done, 20));
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect(readdirSync(place)).toEqual([]);
  });
});
