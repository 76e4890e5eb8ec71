import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { dqs, finished, scratchFolder, start } from './support/dqs.js';
import { expectFine, QUICK_TRAINING } from './support/fixtures.js';

const cwd = scratchFolder();
const place = (name: string) => join(cwd, name);
const LINES = { 'content-type': 'application/x-ndjson' };

/** Starts `dqs serve`, and waits until it answers. */
async function serving(...args: string[]) {
  const child = start(['serve', '--port', '0', '--tick-seconds', '0.5', '--json', ...args], { cwd });
  const end = finished(child);
  const url = await new Promise<string>((found, failed) => {
    let text = '';
    child.stderr!.on('data', (chunk: string) => {
      const line = /listening on (http:\/\/[\d.:]+)/.exec((text += chunk));
      if (line) found(line[1]!);
    });
    child.on('close', () => failed(new Error(text)));
  });
  const stop = () => {
    child.kill('SIGTERM');
    return end;
  };
  return { url, end, stop };
}

async function asked(url: string): Promise<{ readonly data: readonly Record<string, unknown>[] }> {
  const answer = await fetch(url);
  return (await answer.json()) as { data: Record<string, unknown>[] };
}

/** Looks again and again, until it is so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(200);
}

beforeAll(async () => {
  const size = ['--datasets', '2', '--rules', '2', '--days', '60', '--seed', '3'];
  await expectFine(['generate', ...size, '--out', place('history.ndjson')]);
  await expectFine([
    'train',
    '--input',
    place('history.ndjson'),
    ...QUICK_TRAINING,
    '--no-gates',
    '--out',
    place('model'),
  ]);
});

describe('dqs serve', () => {
  it('takes results by the API, has them forecast by the worker, and ends both by one signal', async () => {
    const { url, stop } = await serving('--model', place('model'), '--issue-at', '00:00');
    const body = readFileSync(place('history.ndjson'));
    const sent = await fetch(`${url}/api/v1/results`, { method: 'POST', headers: LINES, body });
    expect(sent.status).toBeLessThan(300);
    await until(async () => (await asked(`${url}/api/v1/ledger?limit=1`)).data.length > 0);
    const { code, stdout } = await stop();
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ url, store: 'store', stopped: true });
    expect(existsSync(place('store/postgres'))).toBe(true);
    const { stdout: jobs } = await dqs(['jobs', 'list', '--store', place('store'), '--json']);
    const ended = (JSON.parse(jobs) as { jobs: { kind: string; state: string }[] }).jobs;
    expect(ended.filter(({ kind }) => kind === 'forecast')).toMatchObject([{ state: 'done' }]);
  });

  it('ends with the error of the part that cannot begin, and the other part with it', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await dqs(['serve', '--port', `${port}`], { cwd });
    taken.close();
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('not-served') as string });
  });

  it('never fills a store that holds results with a demonstration', async () => {
    const { code, stderr } = await dqs(['serve', '--demo', '--port', '0'], { cwd });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining(
        'expected an empty store for --demo, and store holds deliveries already',
      ) as string,
    });
  });

  it.each(['', '{"firstDay":', '{"firstDay":"constructor"}\n', '\0\u001b[2J'])(
    'says of a demonstration whose beginning is not kept any more, %j, what to do',
    async (text) => {
      mkdirSync(place('broken/demo'), { recursive: true });
      writeFileSync(place('broken/demo/begun.json'), text);
      const { code, stderr } = await dqs(['serve', '--demo', '--port', '0', '--store', 'broken'], { cwd });
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(
          /error \[input-unreadable\]: expected the time at which .* got "[ -~]*"; name an empty folder/,
        ) as string,
      });
    },
  );
});
