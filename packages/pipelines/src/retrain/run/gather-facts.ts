import { MS_PER_DAY, parseDay, type DailyPanel } from '@dqs/core';
import type { Registry } from '@dqs/registry';

import { daysToLearnFrom, type ExcludedDays } from '../decide/select-data.js';
import type { Champion, RetrainingFacts } from '../facts.js';
import type { RetrainingPolicy } from '../policy/policy.js';
import type { Pause } from '../state.js';
import { contractDigestNow } from './recipe.js';

/** What others know: monitoring, the incidents, a person. */
export interface OtherFacts {
  readonly now: number;
  readonly degradedPools?: number;
  readonly driftImpact?: number;
  readonly openIngestIncidents?: readonly string[];
  readonly paused?: Pause | undefined;
  readonly asker?: string | undefined;
  readonly manual?: { readonly by: string; readonly reason: string };
}

/** Where a retraining takes its facts from. */
export interface FactSources {
  readonly registry: Registry;
  readonly policy: RetrainingPolicy;
  /** The history that would be learned from. */
  readonly panel: DailyPanel;
  readonly excluded?: ExcludedDays | undefined;
}

/** The facts of a decision: what registry and history tell, and what others know. */
export async function gatherFacts(sources: FactSources, others: OtherFacts): Promise<RetrainingFacts> {
  const { registry, policy, panel, excluded } = sources;
  const champion = await championOf(registry, policy);
  const trainedTo = champion === null ? -Infinity : Math.floor(champion.trainedTo / MS_PER_DAY);
  return {
    now: others.now,
    champion,
    degradedPools: others.degradedPools ?? 0,
    driftImpact: others.driftImpact ?? null,
    newLabels: newLabels(panel, trainedTo),
    newSeries: newSeries(panel, trainedTo),
    contractDigest: await contractOf(sources, champion),
    openIngestIncidents: others.openIngestIncidents ?? [],
    days: daysToLearnFrom(panel, policy.data, excluded),
    paused: others.paused,
    asker: others.asker,
    manual: others.manual,
  };
}

/** The features of today, which are looked up only where the policy asks whether they have changed: that reads the whole bundle. */
async function contractOf({ registry, policy }: FactSources, champion: Champion | null): Promise<string | null> {
  if (champion === null || !policy.triggers.contract) return null;
  return contractDigestNow(registry, `${policy.model}@${champion.version}`);
}

/** The version that the alias points at, and who moved it; null if the alias or the model is not there yet. */
export async function championOf(
  registry: Registry,
  { model, alias }: Pick<RetrainingPolicy, 'model' | 'alias'>,
): Promise<Champion | null> {
  if (!(await registry.models()).includes(model)) return null;
  const moved = (await registry.state(model)).aliases[alias];
  if (moved === undefined) return null;
  const { contractDigest, metadata } = (await registry.show(`${model}@${moved.version}`)).body.facts;
  const { to } = (metadata['training'] ?? {}) as { readonly to?: string };
  return {
    version: moved.version,
    // The last instant of its last day; a version that does not say what it learned from is as old as its promotion.
    trainedTo: to === undefined ? Date.parse(moved.since) : (parseDay(to)! + 1) * MS_PER_DAY - 1,
    contractDigest,
    moved: { by: moved.by, at: Date.parse(moved.since), entry: moved.entry },
  };
}

function newLabels({ cells }: DailyPanel, trainedTo: number): number {
  let count = 0;
  for (let row = 0; row < cells.day.length; row += 1) {
    if (cells.day[row]! > trainedTo) count += cells.passes[row]! + cells.fails[row]!;
  }
  return count;
}

/** Of the series with results since the training, the share without any before. */
function newSeries({ cells }: DailyPanel, trainedTo: number): number {
  const [before, since] = [new Set<number>(), new Set<number>()];
  for (let row = 0; row < cells.day.length; row += 1) {
    (cells.day[row]! > trainedTo ? since : before).add(cells.key[row]!);
  }
  let count = 0;
  for (const key of since) if (!before.has(key)) count += 1;
  return since.size === 0 ? 0 : count / since.size;
}
