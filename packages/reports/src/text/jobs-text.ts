import { minuteText } from './deliveries-text.js';
import { counted, whole } from './numbers.js';
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
  /** Who has paused it. */
  readonly paused: ShownPause | null;
}

interface ShownPause {
  readonly by: string;
  readonly reason: string;
}

/** A kind of job, and how it stands. Times are milliseconds since 1970. */
interface ShownKind {
  readonly kind: string;
  readonly about: string;
  readonly isSetUp: boolean;
  readonly paused: ShownPause | null;
  readonly last: { readonly state: string; readonly startedAt: number | null; readonly endedAt: number | null } | null;
  readonly waiting: number;
  readonly nextAt: number | null;
}

/** A job that a run has ended. */
interface ShownEnd {
  readonly kind: string;
  readonly key: string;
  readonly outcome: string;
  readonly why: string | null;
}

const right = 'right' as const;

/** Every kind of job with its last and its next one. */
export function kindsText(kinds: readonly ShownKind[]): string {
  const columns = [
    { title: 'kind' },
    { title: 'last' },
    { title: 'ended' },
    { title: 'waiting', align: right },
    { title: 'next' },
    { title: 'about' },
  ];
  const timeText = (at: number | null | undefined) => (at ? minuteText(new Date(at).toISOString()) : '');
  const rows = kinds.map((one) => {
    const { kind, about, last, waiting } = one;
    return [kind, timeText(last?.endedAt ?? last?.startedAt), last?.state ?? '', whole(waiting), nextText(one), about];
  });
  return textTable(columns, rows);

  function nextText({ paused, nextAt, isSetUp }: ShownKind): string {
    if (paused !== null) return pausedText(paused);
    if (nextAt !== null) return timeText(nextAt);
    return isSetUp ? 'as it comes' : 'not set up here';
  }
}

function pausedText({ by, reason }: ShownPause): string {
  return `paused by ${by}: ${reason}`;
}

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
  return `${textTable(columns, rows)}${left === 0 ? '' : `${counted(left, 'earlier one')}; --last shows more, --json all\n`}`;
}

/** What was due. */
export function tickedText(ticked: readonly ShownTick[]): string {
  const columns = [{ title: 'job' }, { title: 'due', align: right }, { title: 'new', align: right }, { title: 'why' }];
  return textTable(
    columns,
    ticked.map(({ kind, due, put, why, paused }) => [
      kind,
      whole(due),
      whole(put),
      why ?? (paused === null ? '' : pausedText(paused)),
    ]),
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
