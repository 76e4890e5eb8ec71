import { choice, count, countOrAuto, flag, path, paths, share, storePlace, whole } from './kinds.js';
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
  history: setting(
    '--history <path...>',
    'newer log of rule results; replaces the history in the bundle from its first day on',
    paths,
    {
      place: 'input',
    },
  ),
  workers: setting('-w, --workers <n>', 'number of parallel workers, or auto', countOrAuto, { default: 'auto' }),
  isolation: setting(
    '--isolation <name>',
    'run workers as threads or as processes; only processes survive a native abort',
    choice('threads', 'processes'),
    { default: 'threads' },
  ),
  shardRows: setting('--shard-rows <n>', 'records per shard', count, { default: 50_000 }),
  workerMemory: setting('--worker-memory <mb>', 'JavaScript heap per worker in megabytes', whole(64, 65_536), {
    default: 1024,
  }),
  maxErrorRatio: setting(
    '--max-error-ratio <0..1>',
    'fail if more than this share of the records cannot be forecast',
    share,
    { default: 0.05 },
  ),
  resume: setting('--resume', 'resume an unfinished run; fail if there is none', flag),
  restart: setting('--restart', 'discard an unfinished run and start over', flag),
  dryRun: setting('--dry-run', 'do all the work but write nothing', flag),
  checkOnly: setting('--check-only', 'check the requests and report what a run would find', flag),
  progress: setting('--progress <name>', 'bar, json (events on stderr) or none', choice('bar', 'json', 'none'), {
    default: 'bar',
  }),
  run: setting(
    '--run <place>',
    'where a run of tasks is kept: a folder that all machines see, or s3://bucket/run',
    storePlace,
    {
      place: 'kept',
    },
  ),
  runRequests: setting(
    '-i, --input <file>',
    'requests as CSV, TSV or JSON lines, uncompressed: a file that all machines see, or s3://bucket/name',
    storePlace,
    { place: 'input' },
  ),
  taskShards: setting('--shards <n>', 'number of tasks', whole(1, 10_000), { default: 64 }),
  taskIndex: setting('--index <n>', 'the task, from 0 on', whole(0, 9_999), {
    otherwise: 'as Kubernetes, Slurm, AWS Batch, Cloud Run or Google Batch tell it',
  }),
  allTasks: setting('--all', 'all tasks that are not done, one after another', flag),
  batchFolder: setting('--folder <dir>', 'state folder of a run, <output>.batch', path, { place: 'kept' }),
};
