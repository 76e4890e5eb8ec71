import { compareText } from '@dqs/core';

import type { Severity } from '../alerts/alert.js';
import type { SendKind } from '../decide/send.js';
import type { TickFacts } from '../facts/facts.js';
import type { Policy } from '../policy/policy.js';
import type { ReplayOptions } from './replay.js';
import { simulate, type Simulation } from './simulate.js';

/** Something that one policy or both would have sent. */
export interface ComparedSend {
  readonly at: number;
  readonly receiver: string;
  readonly kind: SendKind;
  /** The likeliest root of the incident; null for a digest. */
  readonly subject: string | null;
  readonly severity: Severity;
}

/** Two policies by what they would have sent on the same facts. */
export interface PolicyComparison {
  readonly both: readonly ComparedSend[];
  readonly onlyOld: readonly ComparedSend[];
  readonly onlyNew: readonly ComparedSend[];
  readonly old: Simulation;
  readonly new: Simulation;
}

/** What a change of the policy would have changed for those who are told. */
export function comparePolicies(
  old: Policy,
  changed: Policy,
  days: readonly TickFacts[],
  options: ReplayOptions = {},
): PolicyComparison {
  return compareSimulations(simulate(old, days, options), simulate(changed, days, options));
}

/** Two policies that were simulated on the same facts, side by side. */
export function compareSimulations(before: Simulation, after: Simulation): PolicyComparison {
  const [oldOnes, newOnes] = [sendsOf(before), sendsOf(after)];
  const isIn =
    (others: ReadonlyMap<string, ComparedSend>) =>
    ([key]: readonly [string, ComparedSend]) =>
      others.has(key);
  const isNotIn =
    (others: ReadonlyMap<string, ComparedSend>) =>
    ([key]: readonly [string, ComparedSend]) =>
      !others.has(key);
  const sends = (entries: readonly (readonly [string, ComparedSend])[]) =>
    entries.map(([, one]) => one).sort((a, b) => a.at - b.at || compareText(a.receiver, b.receiver));
  return {
    both: sends([...newOnes].filter(isIn(oldOnes))),
    onlyOld: sends([...oldOnes].filter(isNotIn(newOnes))),
    onlyNew: sends([...newOnes].filter(isNotIn(oldOnes))),
    old: before,
    new: after,
  };
}

/** By what people see of them: ids differ where two policies open an incident with different alerts. */
function sendsOf({ sends, incidents }: Simulation): ReadonlyMap<string, ComparedSend> {
  const roots = new Map(incidents.map(({ id, members }) => [id, members[0]?.subject ?? null]));
  return new Map(
    sends.map(({ at, receiver, kind, severity, incident }) => {
      const subject = incident === null ? null : (roots.get(incident) ?? null);
      return [JSON.stringify([at, receiver, kind, subject]), { at, receiver, kind, subject, severity }];
    }),
  );
}
