import { MS_PER_HOUR, SYSTEM_CLOCK } from '@dqs/core';
import { championOf, nextStep, stepRetraining, type OtherFacts } from '@dqs/pipelines/retrain';
import type { JobData, JobOffer } from '@dqs/store';

import { openRetraining, type OpenedRetraining } from '../retraining/open-retraining.js';
import { retrainingPlace, withRetrainingInputs } from '../retraining/retraining-inputs.js';
import { runRetraining } from '../retraining/run-retraining.js';
import { dailyOffer, nextDaily, offerByHand } from './daily.js';
import type { Operation, Outcome, Work, WorkerSettings } from './work.js';

/** The settings of a retraining, as its commands call them. */
function retrainingSettings({ settings }: Pick<Operation, 'settings'>) {
  const { store, databaseUrl, registry, threads, servedRetraining: retrainPolicy } = settings;
  return { store, databaseUrl, registry, threads, retrainPolicy };
}

const isFor = ({ servedRetraining }: WorkerSettings) => servedRetraining !== undefined;

/**
 * Decides once a day, and whenever a person asks, whether a model is to be trained anew, and trains it; takes over what a worker
 * died of.
 */
export const RETRAIN_WORK: Work = {
  kind: 'retrain',
  about: 'decide by the policy whether a model is trained anew, and train and judge it',
  isFor,
  isAutomation: true,
  nextAt: nextDaily,
  async due(operation, now) {
    const { settings, deliveries } = operation;
    if ((await deliveries.head()).entries === 0) return [];
    const { record } = await openRetraining(retrainingSettings(operation), {});
    const { run } = await record.state();
    const isAbandoned = run?.phase === 'training' && run.leaseUntil <= now;
    const takeover: JobOffer[] = isAbandoned
      ? [{ kind: 'retrain', key: `${run.job} after attempt ${run.attempt}` }]
      : [];
    return [...takeover, ...dailyOffer('retrain', settings, now)];
  },
  byHand: (now) => offerByHand('retrain', now),
  run: (operation, { key, data }, hooks) =>
    withRetrainingInputs(
      retrainingSettings(operation),
      hooks,
      async (inputs) => {
        const others = { ...inputs.others, asker: `retrain ${key}` };
        return telling(inputs.place, async () => {
          const { decision, challenger, judgement, phase } = await runRetraining(
            { ...inputs, others },
            manualOf(data),
            hooks,
          );
          const facts = { start: decision.start, reason: decision.reason, verdict: judgement?.verdict ?? null, phase };
          const subject = decision.start ? decision.job : inputs.place.policy.model;
          const event = { type: 'retraining.decided', subject, data: { ...facts, challenger } };
          return { ...facts, challenger, events: [event] };
        });
      },
      operation,
    ),
};

/** Goes on with what is under way: the shadow, the approval, the move, the watch over a new version and its rollback. */
export const WATCH_WORK: Work = {
  kind: 'watch',
  about: 'judge a challenger after its shadow, let it in, watch it, and roll it back',
  isFor,
  isAutomation: true,
  nextAt: (_settings, now) => (Math.floor(now / MS_PER_HOUR) + 1) * MS_PER_HOUR,
  async due(operation, now) {
    const { record, registry, policy } = await openRetraining(retrainingSettings(operation), {});
    const state = await record.state();
    if (state.run === null) return [];
    const step = nextStep(policy, state, { now, champion: await championOf(registry, policy) });
    const { job, phase, since } = state.run;
    if (step.kind === 'wait') return [];
    const hour = step.kind === 'watch' ? ` hour ${Math.floor(now / MS_PER_HOUR)}` : '';
    return [{ kind: 'watch', key: `${job} ${phase} since ${new Date(since).toISOString()}${hour}` }];
  },
  async run(operation, _job, hooks) {
    const now = (hooks.clock ?? SYSTEM_CLOCK).now();
    const place = await retrainingPlace(retrainingSettings(operation), hooks, operation);
    return telling(place, async () => {
      const waiting = await stepRetraining(place, now, hooks);
      const { run } = await place.record.state();
      return { job: run?.job ?? null, phase: run?.phase ?? null, waitsFor: waiting.reason };
    });
  },
};

/** The person who asked for a job, if one did. */
function manualOf({ by, reason }: JobData): OtherFacts['manual'] {
  return typeof by === 'string' && typeof reason === 'string' ? { by, reason } : undefined;
}

/** Does work that may move an alias, and tells of it if it did. */
async function telling({ registry, policy }: OpenedRetraining, work: () => Promise<Outcome>): Promise<Outcome> {
  const before = await championOf(registry, policy);
  const done = await work();
  const now = await championOf(registry, policy);
  if (now === null || now.moved.entry === before?.moved.entry) return done;
  const { version, moved } = now;
  const data = { model: policy.model, alias: policy.alias, from: before?.version ?? null, version, by: moved.by };
  const event = { type: 'model.promoted', subject: `${policy.model}@${version}`, data };
  return { ...done, events: [...(done.events ?? []), event] };
}
