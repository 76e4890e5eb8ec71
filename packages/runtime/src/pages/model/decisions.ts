import type { GateCheck } from '@dqs/core';
import type { Block, RetrainingEntry, RetrainingEvent, RetrainingPolicy, TriggerFinding } from '@dqs/pipelines/retrain';

/** Answers that a page shows. */
const MOST_DECISIONS = 40;

/** How a question whether to train was answered, so far. */
export type DecisionOutcome =
  | 'not-started'
  | 'under-way'
  | 'accepted'
  | 'rejected'
  | 'inconclusive'
  | 'vetoed'
  | 'failed'
  | 'superseded'
  | 'refused'
  | 'rolled-back';

/** Something that happened to a retraining. Times are in milliseconds. */
export interface DecisionStep {
  readonly at: number;
  readonly by: string;
  readonly kind: RetrainingEvent['kind'];
  readonly text: string | null;
}

/** An answer to whether a model is trained anew; every no, too. Times are in milliseconds. */
export interface DecisionRow {
  /** The job, or the number of the entry where none was started. */
  readonly id: string;
  readonly outcome: DecisionOutcome;
  /** When it was last answered so, and since when, as many times. */
  readonly at: number;
  readonly since: number;
  readonly times: number;
  readonly version: string | null;
  /** The first reason. */
  readonly why: string;
  readonly triggers: readonly TriggerFinding[];
  readonly blocks: readonly Block[];
  readonly checks: readonly GateCheck[];
  /** When the automation may ask again at the earliest; null where that hangs on somebody, or nothing holds it up. */
  readonly nextAllowedAt: number | null;
  readonly steps: readonly DecisionStep[];
}

type Decided = Extract<RetrainingEvent, { kind: 'decided' }>;
type Judged = Extract<RetrainingEvent, { kind: 'judged' }>;

/**
 * The answers that a record holds, the last first. A question that is answered with the same no again and again is one row.
 *
 * @param entries oldest first.
 */
export function decisionRows(
  entries: readonly RetrainingEntry[],
  { limits }: Pick<RetrainingPolicy, 'limits'>,
): DecisionRow[] {
  const rows: DecisionRow[] = [];
  const runs = new Map<string, RetrainingEntry[]>();
  for (const entry of entries) {
    const { event } = entry;
    if (event.kind === 'decided' && !event.decision.start) addNo(rows, entry, event);
    else if (event.kind === 'decided') {
      const { job } = event.decision;
      const known = runs.get(job);
      if (known) known.push(entry);
      else {
        runs.set(job, [entry]);
        // Its row is filled in once all that happened to it is known.
        rows.push({ ...NOTHING, id: job, outcome: 'under-way', at: timeOf(entry), since: timeOf(entry) });
      }
    } else if ('job' in event) runs.get(event.job)?.push(entry);
  }
  return rows
    .map((row) => (runs.has(row.id) ? runRow(row, runs.get(row.id)!, limits.coolDownMs) : row))
    .reverse()
    .slice(0, MOST_DECISIONS);
}

const NOTHING = {
  ...{ times: 1, version: null, why: '', triggers: [], blocks: [], checks: [], nextAllowedAt: null, steps: [] },
} as const;

function addNo(rows: DecisionRow[], entry: RetrainingEntry, { decision }: Decided): void {
  const { triggers, blocks, nextAllowedAt } = decision;
  const at = timeOf(entry);
  const why = blocks[0]?.reason ?? 'nothing calls for it';
  const last = rows.at(-1);
  const isSame = last?.outcome === 'not-started' && blockName(last) === blockName({ blocks });
  const row: DecisionRow = {
    ...NOTHING,
    ...{ id: String(entry.number), outcome: 'not-started', at, why, triggers, blocks, nextAllowedAt },
    ...{ since: isSame ? last.since : at, times: isSame ? last.times + 1 : 1 },
  };
  if (isSame) rows[rows.length - 1] = row;
  else rows.push(row);
}

function blockName({ blocks }: Pick<DecisionRow, 'blocks'>): string {
  return blocks[0]?.name ?? '';
}

function runRow(row: DecisionRow, entries: readonly RetrainingEntry[], coolDownMs: number): DecisionRow {
  const [begun] = entries as [RetrainingEntry & { readonly event: Decided }];
  const judged = entries.map(({ event }) => event).filter((event) => event.kind === 'judged');
  const checks = judged.at(-1)?.checks ?? [];
  const last = entries.at(-1)!;
  const { outcome, why } = ending(entries, judged.at(-1), checks);
  const { triggers, blocks } = begun.event.decision;
  return {
    ...row,
    ...{ outcome, why, triggers, blocks, checks, at: timeOf(last), times: 1 },
    version: judged.findLast(({ challenger }) => challenger !== null)?.challenger ?? null,
    nextAllowedAt: timeOf(begun) + coolDownMs,
    // That a run lives is told of again and again.
    steps: entries.flatMap((entry) => (entry.event.kind === 'renewed' ? [] : [stepOf(entry)])),
  };
}

function ending(
  entries: readonly RetrainingEntry[],
  judged: Judged | undefined,
  checks: readonly GateCheck[],
): Pick<DecisionRow, 'outcome' | 'why'> {
  const events = entries.map(({ event }) => event);
  const found = <K extends RetrainingEvent['kind']>(kind: K) =>
    events.findLast((event): event is Extract<RetrainingEvent, { kind: K }> => event.kind === kind);
  const [ended, vetoed, back, promoted] = [found('ended'), found('vetoed'), found('rolled-back'), found('promoted')];
  if (back) return { outcome: 'rolled-back', why: back.reason };
  if (vetoed) return { outcome: 'vetoed', why: vetoed.reason };
  if (promoted) return { outcome: 'accepted', why: ended?.reason ?? passed(checks) };
  if (ended) return { outcome: ended.outcome === 'promoted' ? 'accepted' : ended.outcome, why: ended.reason };
  if (judged === undefined) return { outcome: 'under-way', why: 'it trains' };
  const first = (verdict: GateCheck['verdict']) => checks.find((one) => one.verdict === verdict)?.reason;
  if (judged.verdict === 'reject') return { outcome: 'rejected', why: first('fail') ?? 'nothing speaks for it' };
  if (judged.verdict === 'inconclusive') {
    return { outcome: 'inconclusive', why: first('inconclusive') ?? 'the evidence does not decide' };
  }
  return { outcome: 'under-way', why: passed(checks) };
}

function passed(checks: readonly GateCheck[]): string {
  const count = checks.filter(({ verdict }) => verdict === 'pass').length;
  return count === checks.length ? `all ${count} gates passed` : `${count} of ${checks.length} gates passed`;
}

function stepOf(entry: RetrainingEntry): DecisionStep {
  return { at: timeOf(entry), by: entry.by, kind: entry.event.kind, text: textOf(entry) };
}

function textOf({ event }: RetrainingEntry): string | null {
  switch (event.kind) {
    case 'decided':
      return event.decision.reason;
    case 'judged':
      return event.verdict;
    case 'passed':
      return event.next;
    case 'renewed':
    case 'promoted':
      return null;
    default:
      return event.reason;
  }
}

function timeOf({ at }: Pick<RetrainingEntry, 'at'>): number {
  return Date.parse(at);
}
