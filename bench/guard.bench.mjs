// `npm run bench -- guard`: whether a change made the main jobs slower. Builds the commit before (DQS_GUARD_BASE names another) in a
// clone of its own, runs both programs in turns on the same files, and prints the ratio of the medians of five: below 1 the change
// is faster. What is not committed counts as the change. Run it on a quiet machine; ratios between .97 and 1.03 mean nothing.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { historyOf } from '../tools/bench/history.mjs';
import { measureNode } from '../tools/bench/measured-process.mjs';
import { median } from '../tools/bench/percentile.mjs';
import { cloneOf, git } from '../tools/workspace/clone.mjs';
import { dqsProgram, inRoot } from '../tools/workspace/paths.mjs';

const ROWS = Number(process.env.DQS_GUARD_ROWS ?? 1_000_000);
const RUNS = 5;

const ratio = (after, before) => Number((median(after) / median(before)).toFixed(3));

/** The program of a commit, built once. */
function programOf(commit) {
  const folder = inRoot('node_modules', '.cache', 'dqs-guard', commit);
  if (!existsSync(folder)) {
    const unfinished = `${folder}.${process.pid}`;
    cloneOf(commit, unfinished);
    // Native code that did not change is not compiled again.
    const env = { ...process.env, DQS_NATIVE_CACHE: inRoot('node_modules', '.cache', 'dqs-native') };
    execFileSync(process.execPath, ['tools/workspace/setup.mjs'], { cwd: unfinished, env, stdio: ['ignore', 2, 2] });
    renameSync(unfinished, folder);
  }
  return join(folder, relative(inRoot(), dqsProgram));
}

/** What is run, each with the files that it needs. */
async function jobs(folder) {
  const { file } = await historyOf(ROWS);
  const model = join(folder, 'model');
  await measureNode([
    dqsProgram,
    'train',
    '--input',
    file,
    '--spec',
    'classic',
    '--no-gates',
    '--out',
    model,
    '--json',
  ]);
  const forecasts = await measureNode([dqsProgram, 'predict', '--model', model, '--all', '--json']);
  const series = JSON.parse(forecasts.stdout).forecasts;
  const requests = join(folder, 'requests.csv');
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const one = series[i % series.length];
    return `${one.dataset_uuid},${one.rule_code},${one.business_date},${i}`;
  });
  writeFileSync(requests, `dataset_uuid,rule_code,business_date,request_id\n${rows.join('\n')}\n`);
  const [{ dataset_uuid: dataset, rule_code: rule }] = series;
  const out = (name) => join(folder, name);
  const train = (spec, name) => ['train', '--input', file, '--spec', spec, '--out', out(name)];
  const oneSeries = ['--dataset', dataset, '--rule', rule];
  return [
    ['start: --version', ['--version']],
    ['predict, one series', ['predict', '--model', model, ...oneSeries]],
    ['summarize', ['summarize', file, '--out', out('summary')]],
    ['train classic', train('classic', 'classic')],
    ['train extended', train('extended', 'extended')],
    [
      'batch classic',
      ['batch-predict', '--model', model, '--input', requests, '--output', out('forecasts.csv'), '--restart'],
    ],
  ];
}

const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
const commit = git('rev-parse', process.env.DQS_GUARD_BASE ?? (isChanged ? 'HEAD' : 'HEAD~1'));
const base = programOf(commit);
const folder = mkdtempSync(join(tmpdir(), 'dqs-guard-'));
try {
  for (const [job, args] of await jobs(folder)) {
    const [before, after] = [[], []];
    for (let run = 0; run < RUNS; run += 1) {
      before.push(await measureNode([base, ...args], { cwd: folder }));
      after.push(await measureNode([dqsProgram, ...args], { cwd: folder }));
    }
    const of = (runs, figure) => runs.map((measured) => measured[figure]);
    const compared = (figure) => ratio(of(after, figure), of(before, figure));
    const record = { job, wallMs: Math.round(median(of(after, 'wallMs'))), against: commit.slice(0, 8) };
    const ratios = { wallRatio: compared('wallMs'), cpuRatio: compared('cpuMs'), memoryRatio: compared('peakMb') };
    console.log(JSON.stringify({ ...record, ...ratios }));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
