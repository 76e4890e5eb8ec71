import type { OptionText } from './option-text.js';

/** Options of batch prediction. */
export const BATCH_OPTIONS = {
  requests: {
    flags: '-i, --input <file>',
    description: 'requests: dataset_uuid, rule_code, business_date, tenant_id if needed, any others',
    place: 'input',
  },
  inputFormat: { flags: '--input-format <name>', description: 'csv, tsv, jsonl or parquet (default: by its name)' },
  output: { flags: '-o, --output <file>', description: 'forecasts, in the order of the requests', place: 'output' },
  outputFormat: { flags: '--output-format <name>', description: 'csv, tsv, jsonl or parquet (default: by its name)' },
  deadLetters: {
    flags: '--dead-letters <file>',
    description: 'records that cannot be forecast (default: <output>.dead-letters.jsonl)',
    place: 'output',
  },
  state: { flags: '--state <dir>', description: 'what a resumed run needs (default: <output>.batch)', place: 'kept' },
  history: {
    flags: '--history <path...>',
    description: 'newer log of rule results; replaces the history in the bundle from its first day on',
    place: 'input',
  },
  workers: { flags: '-w, --workers <n>', description: 'number of parallel workers, or auto (default: auto)' },
  isolation: {
    flags: '--isolation <name>',
    description: 'run workers as threads or as processes; only processes survive a native abort (default: threads)',
  },
  shardRows: { flags: '--shard-rows <n>', description: 'records per shard (default: 50000)' },
  workerMemory: { flags: '--worker-memory <mb>', description: 'JavaScript heap per worker (default: 1024)' },
  maxErrorRatio: {
    flags: '--max-error-ratio <0..1>',
    description: 'fail if more than this share of the records cannot be forecast (default: 0.05)',
  },
  resume: { flags: '--resume', description: 'resume an unfinished run; fail if there is none' },
  restart: { flags: '--restart', description: 'discard an unfinished run and start over' },
  dryRun: { flags: '--dry-run', description: 'do all the work but write nothing' },
  checkOnly: { flags: '--check-only', description: 'check the requests and report what a run would find' },
  progress: { flags: '--progress <name>', description: 'bar, json (events on stderr) or none (default: bar)' },
  batchFolder: { flags: '--folder <dir>', description: 'state folder of a run, <output>.batch', place: 'kept' },
} as const satisfies Readonly<Record<string, OptionText>>;

/** The commands of this area with their settings, in the order `--help` shows them. */
export const BATCH_COMMANDS = {
  'batch-predict': [
    'model',
    'registry',
    'requests',
    'inputFormat',
    'output',
    'outputFormat',
    'deadLetters',
    'state',
    'history',
    'panel',
    'rejects',
    'maxRejectRatio',
    'maxUnreadableRatio',
    'asOf',
    'workers',
    'isolation',
    'shardRows',
    'workerMemory',
    'maxErrorRatio',
    'resume',
    'restart',
    'dryRun',
    'checkOnly',
    'progress',
    'threads',
  ],
  'batch status': ['batchFolder'],
} as const;
