// A registry at a URL under 64 processes at once, a quarter of which is killed at some moment: `storm.mts URL`. Prints what
// verification finds and which versions were told to be registered and are not there.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { openStore } from '@dqs/cloud';
import { Random } from '@dqs/core';
import { Registry } from '@dqs/registry';

const PROCESSES = 64;
const KILLED = 16;
/** Processes at work at a time: what a machine of two cores holds in memory. */
const AT_ONCE = 16;

const [url, worker] = process.argv.slice(2) as [string, string];
const random = new Random(64);
const names = Array.from({ length: PROCESSES }, (_, i) => `worker-${i}`);
const victims = new Set<number>();
while (victims.size < KILLED) victims.add(random.integer(PROCESSES));

interface Ended {
  readonly name: string;
  readonly isKilled: boolean;
  readonly said: readonly string[];
  readonly problem: string;
}

/** Killed some time after it has begun to write, of which its first line tells. */
async function runWorker(name: string, isVictim: boolean): Promise<Ended> {
  const child = spawn(process.execPath, [worker, url, name], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, errors]: [string[], string[]] = [[], []];
  const delay = random.integer(400);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (said.length === 0 && isVictim) void sleep(delay).then(() => child.kill('SIGKILL'));
    said.push(...text.split('\n').filter((line) => line !== ''));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on('close', (...ended) => resolve(ended)),
  );
  const problem = code === 0 || signal === 'SIGKILL' ? '' : errors.join('').slice(-500);
  return { name, isKilled: signal === 'SIGKILL', said, problem };
}

const ended: Ended[] = [];
const left = names.entries();
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (const [i, name] of left) ended.push(await runWorker(name, victims.has(i)));
  }),
);

const registry = new Registry(openStore(url));
const { versions } = await registry.state('orders');
const moves = await registry.aliasHistory('orders', 'production');
const { problems } = await registry.verify('orders');
// A line "unknown" is the store's word that a write may have taken effect; nothing is claimed then.
const claims = ended.flatMap(({ name, said }) =>
  said.filter((line) => line.startsWith('registered ')).map((line) => ({ name, version: line.split(' ')[1]! })),
);
const lost = claims.filter(({ name, version }) => !versions.some((one) => one.version === version && one.by === name));
const twice = names.filter((name) => versions.filter(({ by }) => by === name).length > 1);
let before: string | null = null;
const broken: string[] = [];
for (const { body } of moves) {
  if (body.kind !== 'moved') continue;
  if (body.from !== before) broken.push(`a move from ${body.from} after one to ${before}`);
  before = body.to;
}
console.log(
  JSON.stringify({
    processes: PROCESSES,
    killed: ended.filter(({ isKilled }) => isKilled).length,
    unknown: ended.flatMap(({ said }) => said).filter((line) => line === 'unknown').length,
    versions: versions.length,
    problems: [...problems, ...broken, ...ended.map(({ problem }) => problem).filter((problem) => problem !== '')],
    lost: [...lost, ...twice.map((name) => ({ name, version: 'twice' }))],
  }),
);
process.exit();
