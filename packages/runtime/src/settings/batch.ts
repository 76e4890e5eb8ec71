import { choice, count, countOrAuto, flag, path, paths, share, whole } from './kinds.js';
import { setting } from './setting.js';

const format = choice('csv', 'tsv', 'jsonl', 'parquet');

/** Settings of batch prediction. */
export const BATCH_SETTINGS = {
  requests: setting(
    '-i, --input <file>',
    'requests: dataset_uuid, rule_code, business_date, tenant_id if needed, any others',
    path,
    {
      place: 'input',
    },
  ),
  inputFormat: setting('--input-format <name>', '{values}', format, { otherwise: 'by its name' }),
  output: setting('-o, --output <file>', 'forecasts, in the order of the requests', path, { place: 'output' }),
  outputFormat: setting('--output-format <name>', '{values}', format, { otherwise: 'by its name' }),
  deadLetters: setting('--dead-letters <file>', 'records that cannot be forecast', path, {
    otherwise: '<output>.dead-letters.jsonl',
    place: 'output',
  }),
  state: setting('--state <dir>', 'what a resumed run needs', path, { otherwise: '<output>.batch', place: 'kept' }),
  history: setting('--history <path...>', 'fresher log of rule results; wins from its first day on', paths, {
    place: 'input',
  }),
  workers: setting('-w, --workers <n>', 'workers side by side, or auto', countOrAuto, { default: 'auto' }),
  isolation: setting(
    '--isolation <name>',
    'workers are threads, or processes that may even abort',
    choice('threads', 'processes'),
    { default: 'threads' },
  ),
  shardRows: setting('--shard-rows <n>', 'records of a shard', count, { default: 50_000 }),
  workerMemory: setting('--worker-memory <mb>', 'JavaScript heap of a worker in megabytes', whole(64, 65_536), {
    default: 1024,
  }),
  maxErrorRatio: setting(
    '--max-error-ratio <0..1>',
    'fail when a greater share of the records cannot be forecast',
    share,
    { default: 0.05 },
  ),
  resume: setting('--resume', 'insist on an unfinished run to go on with', flag),
  restart: setting('--restart', 'throw away what an unfinished run left', flag),
  dryRun: setting('--dry-run', 'do all the work and write nothing', flag),
  checkOnly: setting('--check-only', 'look at the requests and tell what a run would meet', flag),
  progress: setting('--progress <name>', 'bar, json (events on stderr) or none', choice('bar', 'json', 'none'), {
    default: 'bar',
  }),
  batchFolder: setting('--folder <dir>', 'folder of a run, <output>.batch', path, { place: 'kept' }),
};
