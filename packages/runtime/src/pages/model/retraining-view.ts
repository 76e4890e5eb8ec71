import {
  EMPTY_RETRAINING,
  handsOff,
  nextStep,
  withEvent,
  type Champion,
  type RetrainingEntry,
  type RetrainingRecord,
  type RetrainingState,
  type Run,
} from '@dqs/pipelines/retrain';
import type { AliasMoment } from '@dqs/registry';

import type { OpenedRetraining } from '../../retraining/open-retraining.js';
import { decisionRows, type DecisionRow } from './decisions.js';

/** A retraining that is under way. Times are in milliseconds. */
export interface RunView extends Pick<Run, 'job' | 'phase' | 'startedAt' | 'since' | 'champion' | 'challenger'> {
  /** What is waited for, and until when; null where that hangs on somebody. */
  readonly waitsFor: string;
  readonly until: number | null;
}

/** How a model is trained anew, as it was known at a time. */
export interface RetrainingView {
  readonly alias: string;
  /** The last first. */
  readonly decisions: readonly DecisionRow[];
  /** When a training may begin at the earliest and what holds it up; null where nothing does. */
  readonly next: { readonly at: number | null; readonly reason: string } | null;
  readonly run: RunView | null;
  readonly paused: RetrainingState['paused'];
  /** Why the automation leaves the alias alone; null where it does not. */
  readonly handsOff: string | null;
  /** Days for which a new version is watched. */
  readonly watchDays: number;
}

/** Entries never change: each is read once, however often a page is looked at. */
const readBefore = new WeakMap<RetrainingRecord, RetrainingEntry[]>();

/** The retraining of a model as known at a time. */
export async function retrainingView(
  { record, policy }: Pick<OpenedRetraining, 'record' | 'policy'>,
  alias: AliasMoment | undefined,
  at: number,
): Promise<RetrainingView> {
  const entries = (await allEntries(record)).filter((entry) => Date.parse(entry.at) <= at);
  const state = entries.reduce(
    (before, { event, by, at: time }) => withEvent(before, event, { by, at: Date.parse(time) }),
    EMPTY_RETRAINING,
  );
  const champion = alias === undefined ? null : championOf(alias);
  const decisions = decisionRows(entries, policy);
  return {
    ...{ alias: policy.alias, decisions },
    next: nextOf(decisions[0], state, at),
    run: state.run && runView(state.run, nextStep(policy, state, { now: at, champion })),
    paused: state.paused,
    handsOff: handsOff(state, { champion }) ?? null,
    watchDays: policy.watch.days,
  };
}

async function allEntries(record: RetrainingRecord): Promise<readonly RetrainingEntry[]> {
  const known = readBefore.get(record) ?? [];
  const last = known.at(-1)?.number ?? 0;
  const [newest] = await record.entries(1);
  if (newest === undefined || newest.number === last) return known;
  const fresh = await record.entries(newest.number - last);
  const all = [...known, ...fresh.filter(({ number }) => number > last)];
  readBefore.set(record, all);
  return all;
}

/** What a step asks of the version in use; how old its training is plays no part. */
function championOf({ version, by, since, entry }: AliasMoment): Champion {
  return { version, trainedTo: 0, contractDigest: null, moved: { by, at: Date.parse(since), entry } };
}

function nextOf(last: DecisionRow | undefined, { run }: RetrainingState, at: number): RetrainingView['next'] {
  if (run !== null || last === undefined) return null;
  const [block] = last.blocks;
  if (last.outcome === 'not-started') {
    return block === undefined ? null : { at: last.nextAllowedAt, reason: block.reason };
  }
  return last.nextAllowedAt !== null && last.nextAllowedAt > at
    ? { at: last.nextAllowedAt, reason: 'one was only just tried' }
    : null;
}

function runView(run: Run, step: ReturnType<typeof nextStep>): RunView {
  const { job, phase, startedAt, since, champion, challenger } = run;
  const waits =
    step.kind === 'wait'
      ? { waitsFor: step.reason, until: step.until }
      : { waitsFor: 'the next tick of a worker', until: step.kind === 'watch' ? step.until : null };
  return { ...{ job, phase, startedAt, since, champion, challenger }, ...waits };
}
