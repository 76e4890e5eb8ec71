import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../workspace/paths.mjs';
import { missingPeers } from '../../workspace/peers.mjs';
import { NotHere } from '../not-here.mjs';
import { startCluster, until } from './cluster.mjs';

/** No Python: Debian's own packages, which `npm run setup -- --peers` installs. */
export const requirements = undefined;
const PROGRAMS = ['slurmctld', 'munged'];

/** The program as it was built: its workers are files beside it. */
const PROGRAM = inRoot('apps', 'cli', 'bin', 'dqs.js');
const TASKS = 6;
const REQUESTS = 30_000;

/**
 * Runs a forecast as an array of Slurm. Each task is killed in its first start as it works and asks for another, one more is
 * taken away from its node by hand, and what they make is compared with the file of one machine.
 */
export async function run({ folder }) {
  const missing = (await missingPeers()).filter(({ program }) => PROGRAMS.includes(program));
  if (missing.length > 0) {
    throw new NotHere(`apt-get install --no-install-recommends ${missing.map(({ debian }) => debian).join(' ')}`);
  }
  const [model, requests, whole] = ['model', 'requests.csv', 'whole.csv'].map((name) => join(folder, name));
  const runs = join(folder, 'runs');
  writeRequests(folder, model, requests);
  dqs('batch-predict', '--model', model, '--input', requests, '--output', whole);
  const planned = dqs('batch', 'plan', '--run', runs, '--model', model, '--input', requests, '--shards', String(TASKS));
  const cluster = await startCluster(folder);
  try {
    const id = submit(cluster, folder, taskScript(folder, runs, model));
    await requeueOne(cluster, id);
    await until(
      'the array',
      () => cluster.ask('squeue', '-h', '-j', id).text === '',
      () => output(folder),
      900,
    );
  } finally {
    cluster.stop();
  }
  const assembled = join(folder, 'assembled.csv');
  const report = dqs('batch', 'finish', '--run', runs, '--output', assembled);
  const starts = readFileSync(join(folder, 'starts.log'), 'utf8').trim().split('\n');
  const started = (again) =>
    new Set(starts.filter((line) => line.endsWith(' 0') !== again).map((line) => line.split(' ')[0]));
  return [
    { what: 'tasks that were started', tool: started(false).size, dqs: planned.shards },
    { what: 'tasks that were started again after they were killed', tool: started(true).size, dqs: planned.shards },
    { what: 'records', tool: report.records, dqs: planned.records },
    ...['', '.dead-letters.jsonl'].map((ending) => ({
      what: `bytes of one machine${ending === '' ? '' : ', dead letters'}`,
      tool: readFileSync(assembled + ending).equals(readFileSync(whole + ending)),
      dqs: true,
    })),
  ];
}

/** What a command prints as JSON. */
function dqs(...args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [PROGRAM, ...args, '--json'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`dqs ${args.join(' ')} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

function writeRequests(folder, model, requests) {
  const history = join(folder, 'history.csv');
  dqs(
    'generate',
    '--datasets',
    '2',
    '--rules',
    '3',
    '--days',
    '120',
    '--executions',
    '3',
    '--seed',
    '5',
    '--out',
    history,
  );
  dqs('train', '--input', history, '--spec', 'classic', '--rounds', '10', '--no-gates', '--out', model);
  const lines = readFileSync(history, 'utf8')
    .split('\n')
    .slice(1, -1)
    .map((line) => line.split(','));
  const series = [...new Set(lines.map((fields) => `${fields[2]},${fields[6]}`))];
  const day = (i) => (i % 100 === 50 ? 'soon' : `2025-06-${10 + (i % 14)}`);
  const rows = Array.from({ length: REQUESTS }, (_, i) => `${series[i % series.length]},${day(i)},${i}`);
  writeFileSync(requests, `dataset_uuid,rule_code,business_date,id\n${rows.join('\n')}\n`);
}

/** The first start is killed by −9 once it has told that it works, and asks for another by its exit code. */
function taskScript(folder, runs, model) {
  const work = `${process.execPath} ${PROGRAM} batch work --run ${runs} --model ${model} --workers 1 --shard-rows 500 --progress json`;
  const script = join(folder, 'task.sh');
  writeFileSync(
    script,
    `#!/bin/bash
echo "$SLURM_ARRAY_TASK_ID \${SLURM_RESTART_COUNT:-0}" >> ${folder}/starts.log
[ "\${SLURM_RESTART_COUNT:-0}" = 0 ] || exec ${work}
told=$(mktemp)
${work} 2> "$told" &
until grep -q '"type":"progress"' "$told" || ! kill -0 $!; do sleep 0.05; done
kill -9 $!
exit 1
`,
  );
  return script;
}

function submit({ ask }, folder, script) {
  const args = [
    '--parsable',
    '--requeue',
    `--array=0-${TASKS - 1}`,
    `--output=${folder}/task-%a.log`,
    '--open-mode=append',
  ];
  const { code, text, error } = ask('sbatch', ...args, script);
  if (code !== 0) throw new Error(`sbatch ended with ${code}: ${error}`);
  return text;
}

/** Takes a running task away from its node, as a node that fails or a job that matters more does. */
async function requeueOne({ ask }, id) {
  let running = '';
  await until(
    'a task',
    () => (running = ask('squeue', '-h', '-j', id, '-t', 'R', '-o', '%i').text.split('\n')[0]) !== '',
  );
  ask('scontrol', 'requeue', running);
}

function output(folder) {
  const text = (task) => {
    try {
      return readFileSync(join(folder, `task-${task}.log`), 'utf8').slice(-300);
    } catch {
      return '';
    }
  };
  return Array.from({ length: TASKS }, (_, task) => text(task)).join('\n');
}
