import { DqsError, type GateReport, type Hooks } from '@dqs/core';
import type { LivePerformance, PromotionOutcome, Registry } from '@dqs/registry';
import { gateReport } from '@dqs/validation';

import { nextStep, type RetrainingStep } from '../advance.js';
import type { RetrainingEvent } from '../events.js';
import { AUTOMATION } from '../facts.js';
import { judgeShadow } from '../judge/judge.js';
import type { PairedRows } from '../judge/losses.js';
import type { RetrainingPolicy } from '../policy/policy.js';
import type { RetrainingRecord } from '../record.js';
import type { Pause, Run } from '../state.js';
import { championOf } from './gather-facts.js';

/** What a run works with. */
export interface RetrainingPlace {
  readonly registry: Registry;
  readonly record: RetrainingRecord;
  readonly policy: RetrainingPolicy;
  /** Who has paused the automation of all models. */
  readonly paused?: Pause | undefined;
  /** Errors of champion and challenger on the days that both forecast since a time; asked after the days of a shadow; without it they wait. */
  readonly shadow?: (run: Run) => Promise<PairedRows>;
  /** Live performance of a new version; without it nothing is rolled back. */
  readonly live?: LivePerformance;
  /** Further gates, asked when the alias is to move. */
  readonly gates?: (run: Run) => Promise<GateReport>;
}

type Waiting = Extract<RetrainingStep, { kind: 'wait' }>;

/**
 * Does all that can be done now about the run that is under way: judges the shadow, moves the alias, watches the new version,
 * rolls it back. May be called at any time and by several at once; each step is done once.
 *
 * @returns what is waited for, and until when.
 */
export async function stepRetraining(place: RetrainingPlace, now: number, hooks: Hooks = {}): Promise<Waiting> {
  const { record, registry, policy } = place;
  for (;;) {
    hooks.signal?.throwIfAborted();
    const champion = await championOf(registry, policy);
    const state = await record.state();
    const step = nextStep(policy, state, { now, champion, paused: place.paused });
    // Without a run there is nothing but to wait.
    if (step.kind === 'wait') return step;
    const run = state.run!;
    if (step.kind === 'judge-shadow' && place.shadow === undefined) {
      return { kind: 'wait', until: null, reason: `${run.job} is judged by whoever sees what its shadow forecast` };
    }
    if (step.kind === 'watch') {
      const entry = await rolledBack(place);
      if (entry === undefined) return { kind: 'wait', until: step.until, reason: `${run.challenger} is watched` };
      await record.note(run, { kind: 'rolled-back', job: run.job, ...entry });
    } else {
      const event = await eventOf(place, run, step);
      await record.note(run, event, step.kind === 'promote' ? step.by : AUTOMATION);
    }
  }
}

async function eventOf(
  place: RetrainingPlace,
  run: Run,
  step: Exclude<RetrainingStep, { kind: 'wait' | 'watch' }>,
): Promise<RetrainingEvent> {
  if (step.kind === 'record') return step.event;
  return step.kind === 'judge-shadow' ? shadowJudged(place, run) : promoted(place, run, step.by);
}

async function shadowJudged({ policy, shadow }: RetrainingPlace, run: Run): Promise<RetrainingEvent> {
  const { job, challenger } = run;
  const found =
    policy.gates === undefined
      ? { verdict: 'inconclusive' as const, checks: [] }
      : judgeShadow(policy.gates, await shadow!(run));
  const checks = [...run.checks, ...found.checks];
  const next = found.verdict === 'accept' ? 'approval' : null;
  return { kind: 'judged', job, challenger, verdict: found.verdict, checks, next };
}

async function promoted(place: RetrainingPlace, run: Run, by: string): Promise<RetrainingEvent> {
  const { registry, policy, gates } = place;
  const { job, challenger, champion } = run;
  const report = async () => gateReport([...run.checks, ...((await gates?.(run))?.checks ?? [])]);
  let outcome: PromotionOutcome;
  try {
    const reason = `${job}: ${run.triggers.join(', ')}`;
    const now = (await championOf(registry, policy))?.version ?? null;
    const expect = now === challenger ? challenger : champion;
    outcome = await registry.promote(policy.model, {
      selector: challenger!,
      alias: policy.alias,
      by,
      reason,
      expect,
      gates: report,
    });
  } catch (error) {
    if (!DqsError.is(error) || error.code !== 'registry-conflict') throw error;
    return { kind: 'ended', job, outcome: 'superseded', reason: error.message };
  }
  if (outcome.outcome === 'refused') return { kind: 'ended', job, outcome: 'refused', reason: failures(outcome.gates) };
  const entry = outcome.entry?.number ?? (await championOf(registry, policy))!.moved.entry;
  return { kind: 'promoted', job, entry, isWatched: policy.watch.days > 0 && champion !== null };
}

function failures(report: GateReport | null): string {
  const failed = report?.checks.filter(({ verdict }) => verdict === 'fail') ?? [];
  return failed.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
}

async function rolledBack({ registry, policy, live }: RetrainingPlace) {
  if (live === undefined) return undefined;
  const { model, alias, watch } = policy;
  const { minimumSamples, tolerance, toleranceOverPrevious } = watch;
  const limits = { minimumSamples, tolerance, toleranceOverPrevious };
  const { entry, checks } = await registry.rollbackIfWorse(model, { alias, by: AUTOMATION, live, policy: limits });
  return entry === null ? undefined : { entry: entry.number, reason: checks.map(({ reason }) => reason).join('; ') };
}
