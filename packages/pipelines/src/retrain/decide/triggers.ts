import { formatDay, MS_PER_DAY } from '@dqs/core';
import { durationText } from '@dqs/core/wording';
import { said } from '@dqs/validation';

import type { RetrainingFacts } from '../facts.js';
import type { Triggers } from '../policy/policy.js';
import type { RetrainingState } from '../state.js';

/** Whether something calls for a training. */
export interface TriggerFinding {
  readonly name: 'first' | 'manual' | 'schedule' | 'age' | 'degraded' | 'drift' | 'labels' | 'series' | 'contract';
  readonly isMet: boolean;
  /** One sentence for people. */
  readonly reason: string;
}

/**
 * The triggers that a policy asks for, and what each finds. A model without a version in use, and a person who asks, are
 * triggers of every policy.
 */
export function findTriggers(
  triggers: Triggers,
  state: RetrainingState,
  facts: RetrainingFacts,
): readonly TriggerFinding[] {
  const { champion, manual } = facts;
  const asked = manual ? [found('manual', true, `${manual.by} asks for it: ${manual.reason}`)] : [];
  const first = champion === null ? [found('first', true, 'the alias points at no version yet')] : [];
  return [...asked, ...first, ...timeTriggers(triggers, state, facts), ...dataTriggers(triggers, facts)];
}

/** Whether a training is called for: by one trigger, or, where the policy wants all, by every one it names. */
export function areMet(findings: readonly TriggerFinding[], when: Triggers['when']): boolean {
  const always = findings.filter(({ name }) => name === 'manual' || name === 'first');
  const named = findings.filter((one) => !always.includes(one));
  const isEnough =
    when === 'any' ? named.some(({ isMet }) => isMet) : named.length > 0 && named.every(({ isMet }) => isMet);
  return isEnough || always.some(({ isMet }) => isMet);
}

function timeTriggers({ everyMs, overMs }: Triggers, state: RetrainingState, facts: RetrainingFacts) {
  const { champion, now } = facts;
  const findings: TriggerFinding[] = [];
  const last = state.past.at(-1)?.startedAt ?? champion?.trainedTo;
  if (everyMs !== undefined && last !== undefined) {
    const reason = `the last training was ${durationText(now - last)} ago, one is due every ${durationText(everyMs)}`;
    findings.push(found('schedule', now - last >= everyMs, reason));
  }
  if (overMs !== undefined && champion !== null) {
    const day = formatDay(Math.floor(champion.trainedTo / MS_PER_DAY));
    const reason = `${champion.version} has learned from days up to ${day}; ${durationText(overMs)} are the most`;
    findings.push(found('age', now - champion.trainedTo > overMs, reason));
  }
  return findings;
}

function dataTriggers(triggers: Triggers, facts: RetrainingFacts): TriggerFinding[] {
  const { degradedPools, driftImpact, newLabels, newSeries, contract } = triggers;
  return [
    ...atLeast('degraded', degradedPools, facts.degradedPools, (n) => `${n} degraded pools`),
    ...atLeast('drift', driftImpact, facts.driftImpact ?? 0, (n) => `an expected loss by drift of ${said(n)} points`),
    ...atLeast('labels', newLabels, facts.newLabels, (n) => `${n} results since the training`),
    ...atLeast('series', newSeries, facts.newSeries, (n) => `${said(100 * n)} % of the series are new`),
    ...(contract ? contractTrigger(facts) : []),
  ];
}

function contractTrigger({ champion, contractDigest }: RetrainingFacts): TriggerFinding[] {
  if (champion === null || champion.contractDigest === null || contractDigest === null) return [];
  const isMet = champion.contractDigest !== contractDigest;
  return [found('contract', isMet, `the features are ${isMet ? 'no longer' : 'still'} those of ${champion.version}`)];
}

function atLeast(
  name: TriggerFinding['name'],
  limit: number | undefined,
  value: number,
  say: (value: number) => string,
): TriggerFinding[] {
  if (limit === undefined) return [];
  return [
    found(
      name,
      value >= limit,
      `${say(value)}, from ${name === 'series' ? `${said(100 * limit)} %` : limit} on it is a trigger`,
    ),
  ];
}

function found(name: TriggerFinding['name'], isMet: boolean, reason: string): TriggerFinding {
  return { name, isMet, reason };
}
