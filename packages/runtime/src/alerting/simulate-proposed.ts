import { DqsError } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';
import { KeptTicks, pastTicks, saidTo, simulateChange, type ChangeSimulation } from '@dqs/pipelines';

import type { AppHooks } from '../app-hooks.js';
import type { OpenedOperation } from '../stores/open-alerting.js';
import { factSources, type FactSettings } from './fact-sources.js';
import type { OpenedPolicy } from './open-policy.js';
import { proposedPolicy } from './proposed-policy.js';
import { lastDaysSpan, replayedTimes } from './replayed-ticks.js';

/** Ticks of a simulation that somebody waits for, each of which takes a tenth of a second; with more, one tick a day is replayed. */
const MOST_TICKS = 150;

/** A simulation that somebody waits for. */
export interface ProposedSimulation {
  /** YAML. */
  readonly text: string;
  readonly days: number;
  /** The last of them has this time, milliseconds since 1970. */
  readonly at: number;
}

/**
 * What a proposed policy would have changed in the last days, by the ticks that were made, else by one a day.
 *
 * @param kept ticks of simulations before.
 * @throws DqsError as `proposedPolicy`, `factSources`; `not-enough-history` before the first forecast.
 */
export async function simulateProposed(
  settings: FactSettings,
  { ledger, alerting }: Pick<OpenedOperation, 'ledger' | 'alerting'>,
  opened: OpenedPolicy,
  { text, days, at }: ProposedSimulation,
  hooks: Pick<AppHooks, 'signal' | 'onProgress'>,
  kept = new KeptTicks(),
): Promise<ChangeSimulation> {
  const proposed = proposedPolicy(text, opened);
  const sources = await factSources(settings, ledger, opened, at);
  const span = lastDaysSpan(days, at);
  const found = await replayedTimes({ ledger, alerting }, opened, sources.entries, span, MOST_TICKS);
  if (found === undefined) {
    throw new DqsError(
      'not-enough-history',
      'expected forecasts of past days to simulate on, got a ledger without any',
    );
  }
  const { times, areMade, system } = found;
  const { name, digest } = opened.policy;
  const said = await saidTo(alerting, name);
  const change = { proposed: proposed.policy, catalog: proposed.catalog };
  const seen = { ...sources, said, system };
  const [silences, marks] = [await alerting.silences(name), await alerting.marks(name)];
  const known = [times, digest, opened.catalog.digest, sources.entries.length, await ledger.collectedUpTo()];
  const key = sha256(JSON.stringify([known, silences, marks]));
  const ticks = kept.of(key, () => pastTicks(seen, times, hooks), hooks);
  return simulateChange(seen, change, { times, from: span.from, areMade }, hooks, ticks);
}
