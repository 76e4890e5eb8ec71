// A whole story in a bucket: results are collected there, counted into a panel set by tasks, a model is trained, registered and promoted,
// a forecast of many tasks is planned and worked, two tasks of which are killed by −9, put together, and the version is served. The
// tasks share nothing but the bucket and the requests; what they make is compared with the file of one machine.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { inRoot } from '../../workspace/paths.mjs';

/** As it was built: its workers are files beside it. */
const PROGRAM = inRoot('apps', 'cli', 'bin', 'dqs.js');
const TASKS = 8;
const KILLED = [2, 5];
const REQUESTS = 40_000;
const HISTORY = ['--datasets', '4', '--rules', '3', '--days', '120', '--executions', '3', '--seed', '5'];
const TRAINING = ['--spec', 'classic', '--rounds', '10', '--no-gates'];

/**
 * @param name of the peer.
 * @param bucket URL of an empty bucket.
 * @param environment leads to the peer.
 */
export async function story({ name, bucket, environment }, parent) {
  const folder = join(parent, 'story');
  mkdirSync(folder);
  const env = { ...process.env, ...environment, NODE_NO_WARNINGS: '1' };
  const place = (file) => join(folder, file);
  const start = (...args) => {
    const options = { env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] };
    return spawn(process.execPath, [PROGRAM, ...args], options);
  };
  const dqs = (...args) => {
    const options = { env, cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 };
    const { stdout, stderr, status } = spawnSync(process.execPath, [PROGRAM, ...args, '--json'], options);
    if (status !== 0) throw new Error(`dqs ${args.join(' ')} ended with ${status}: ${stderr}`);
    return JSON.parse(stdout);
  };
  const [history, requests, whole, assembled] = ['history', 'requests', 'whole', 'assembled'].map((of) =>
    place(`${of}.csv`),
  );
  dqs('generate', ...HISTORY, '--out', history);
  writeRequests(history, requests);
  const [store, set, trained, registry, run] = ['deliveries', 'panel', 'trained', 'registry', 'runs/1'].map(
    (key) => `${bucket}/${key}`,
  );
  dqs('collect', history, '--store', store);
  for (let task = 0; task < TASKS; task += 1)
    dqs('panel', 'build', '--panel-set', set, '--store', store, '--tasks', `${TASKS}`, '--index', `${task}`);
  dqs('panel', 'pools', '--panel-set', set);
  const { problems } = dqs('panel', 'verify', '--panel-set', set);
  dqs('train', '--panel-set', set, ...TRAINING, '--out', trained);
  dqs('registry', 'register', 'orders', '--model', trained, '--set-version', '1.0.0', '--registry', registry);
  dqs('registry', 'promote', 'orders@1.0.0', 'production', '--registry', registry, '--override', '--reason', 'a story');
  const model = ['--model', 'orders@production', '--registry', registry];
  dqs('batch-predict', ...model, '--input', requests, '--output', whole);
  dqs('batch', 'plan', '--run', run, ...model, '--input', requests, '--shards', `${TASKS}`);
  const work = (task) => start('batch', 'work', '--run', run, ...model, '--index', `${task}`, '--progress', 'json');
  const killed = await Promise.all(KILLED.map((task) => killedAtWork(work(task))));
  const codes = [];
  for (let task = 0; task < TASKS; task += 1) codes.push((await once(work(task), 'exit'))[0]);
  dqs('batch', 'finish', '--run', run, '--output', assembled);
  const row = fieldsOf(whole)[0];
  const forecast = await servedForecast(start('api', '--port', '0', ...model), row);
  return [
    ['problems of the panel set', [], problems],
    ['how two tasks ended that were at work', KILLED.map(() => 'SIGKILL'), killed],
    ['how all tasks ended then', Array(TASKS).fill(0), codes],
    ...['', '.dead-letters.jsonl'].map((ending) => [
      `bytes of one machine${ending === '' ? '' : ', dead letters'}`,
      true,
      readFileSync(assembled + ending).equals(readFileSync(whole + ending)),
    ]),
    ['a forecast that is served', Number(row.predicted_pass_percentage), forecast],
  ].map(([what, tool, got]) => ({ what: `${name}, a whole story: ${what}`, tool, dqs: got }));
}

function writeRequests(history, requests) {
  const series = [...new Set(fieldsOf(history).map((row) => `${row.dataset_uuid},${row.rule_code}`))];
  const day = (i) => (i % 100 === 50 ? 'soon' : `2025-06-${10 + (i % 14)}`);
  const rows = Array.from({ length: REQUESTS }, (_, i) => `${series[i % series.length]},${day(i)},${i}`);
  writeFileSync(requests, `dataset_uuid,rule_code,business_date,id\n${rows.join('\n')}\n`);
}

/** Rows of a CSV of ours without quotes. */
function fieldsOf(path) {
  const [head, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((field, i) => [names[i], field])));
}

/** Kills a process as soon as it tells that it works; how it ended. */
async function killedAtWork(child) {
  const ended = once(child, 'exit');
  let told = '';
  child.stderr.on('data', (piece) => {
    if (/"type":"(?:started|progress)"/.test((told += piece))) child.kill('SIGKILL');
  });
  const [code, signal] = await ended;
  return signal ?? `${code}: ${told.slice(-500)}`;
}

async function servedForecast(server, { dataset_uuid, rule_code, business_date }) {
  try {
    const url = await new Promise((found, failed) => {
      let text = '';
      server.stderr.on('data', (piece) => {
        const line = /listening on (http:\/\/[\d.:]+)/.exec((text += piece));
        if (line) found(line[1]);
      });
      server.on('exit', () => failed(new Error(text)));
    });
    const answer = await fetch(`${url}/api/v1/forecasts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ forecasts: [{ dataset_uuid, rule_code, business_date }] }),
    });
    const { data } = await answer.json();
    return data?.[0]?.predicted_pass_percentage ?? answer.status;
  } finally {
    server.kill('SIGTERM');
  }
}
