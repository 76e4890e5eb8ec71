import { minuteText } from './deliveries-text.js';
import { whole } from './numbers.js';
import { textTable } from './table.js';

/** A job, as a queue tells of it. */
interface ShownJob {
  readonly kind: string;
  readonly key: string;
  readonly state: string;
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly why: string | null;
}

/** What a tick found to be due of a kind. */
interface ShownTick {
  readonly kind: string;
  readonly due: number;
  readonly put: number;
  readonly why: string | null;
}

/** A job that a run has ended. */
interface ShownEnd {
  readonly kind: string;
  readonly key: string;
  readonly outcome: string;
  readonly why: string | null;
}

const right = 'right' as const;

/** The jobs of a store, the latest last. */
export function jobsText(jobs: readonly ShownJob[], last: number): string {
  if (jobs.length === 0) return 'no jobs yet: dqs worker does what is due, dqs jobs tick puts it into the queue\n';
  const sorted = [...jobs].sort((a, b) => a.createdAt - b.createdAt);
  const shown = sorted.slice(-last);
  const columns = [
    { title: 'put' },
    { title: 'job' },
    { title: 'about' },
    { title: 'state' },
    { title: 'attempts', align: right },
    { title: 'seconds', align: right },
    { title: 'why' },
  ];
  const rows = shown.map(({ kind, key, state, attempts, createdAt, startedAt, endedAt, why }) => [
    minuteText(new Date(createdAt).toISOString()),
    kind,
    key,
    state,
    whole(attempts),
    startedAt === null || endedAt === null ? '' : ((endedAt - startedAt) / 1000).toFixed(1),
    why ?? '',
  ]);
  const left = jobs.length - shown.length;
  return `${textTable(columns, rows)}${left === 0 ? '' : `${whole(left)} earlier ones; --last shows more, --json all\n`}`;
}

/** What was due. */
export function tickedText(ticked: readonly ShownTick[]): string {
  const columns = [{ title: 'job' }, { title: 'due', align: right }, { title: 'new', align: right }, { title: 'why' }];
  return textTable(
    columns,
    ticked.map(({ kind, due, put, why }) => [kind, whole(due), whole(put), why ?? '']),
  );
}

/** What a run did. */
export function dueRunText(jobs: readonly ShownEnd[]): string {
  if (jobs.length === 0) return 'nothing was due\n';
  const columns = [{ title: 'job' }, { title: 'about' }, { title: 'outcome' }, { title: 'why' }];
  return textTable(
    columns,
    jobs.map(({ kind, key, outcome, why }) => [kind, key, outcome, why ?? '']),
  );
}
