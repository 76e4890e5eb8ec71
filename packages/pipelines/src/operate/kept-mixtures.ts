import type { SeriesHistory } from '@dqs/features';
import type { Checkpoint, LedgerStore } from '@dqs/ledger';
import { z } from 'zod';

import { MIXTURE } from '../bundle/distribution-files.js';
import { bundleDigest } from '../bundle/model-version.js';
import type { LoadedBundle } from '../bundle/read-bundle.js';
import { partsOf, type DistributionModel } from '../forecast/distribution/distribution-model.js';
import { latestMixtures, withMixtures, type Predictor } from '../forecast/predict.js';

/** Where mixtures are kept. */
export type MixtureStore = Pick<LedgerStore, 'checkpoint' | 'keepCheckpoint'>;

/** Whose mixtures. */
export interface MixturesOf {
  readonly bundle: Pick<LoadedBundle, 'manifest' | 'predictor'>;
  readonly history: SeriesHistory;
  /** The forecasts that are wanted are as of this day. */
  readonly asOf: number;
}

/** What a part of a model had learned from a history that had a digest. */
const KEPT = z.array(z.strictObject({ part: z.int().min(0).max(1), history: z.string(), state: MIXTURE }));
/** States that may be gone on from, of any days. */
export type KeptMixtures = z.infer<typeof KEPT>;

/** States kept of a part: results that come a few days late leave one that they do not change. */
const MOST_KEPT = 4;
const PREFIX = 'issuing/mixtures/';
/** There is one checkpoint of a bundle, which is replaced: what is in it is chosen by the digest of the history. */
const KNOWN_AT = 0;

/**
 * Forecasts with the mixtures that an issue of before has left in the ledger, so that they need not learn anew from all days since
 * the training, and leaves what they have learned. A state is used where the history is, to the last bit, the one that it was
 * learned from: forecasts are the same with it and without.
 *
 * @param make forecasts as of the day, with the predictor that it is given.
 */
export async function withKeptMixtures<T>(
  store: MixtureStore,
  of: MixturesOf,
  make: (predictor: Predictor) => Promise<T>,
): Promise<T> {
  const kept = await keptMixtures(store, of.bundle);
  const resumed = resumedPredictor(kept, of);
  const made = await make(resumed);
  const news = learned(resumed, of);
  if (news.length > 0) await keepMixtures(store, of.bundle, [...news, ...kept]);
  return made;
}

/** Keeps the latest of some states, of the same ones the first, for those who come. */
export async function keepMixtures(
  store: MixtureStore,
  bundle: MixturesOf['bundle'],
  states: KeptMixtures,
): Promise<void> {
  const byHistory = new Map<string, KeptMixtures[number]>();
  for (const one of states) {
    const key = JSON.stringify([one.part, one.state.upTo, one.history]);
    if (!byHistory.has(key)) byHistory.set(key, one);
  }
  await store.keepCheckpoint(nameOf(bundle), checkpointOf([...byHistory.values()]));
}

/** The predictor of a bundle with the latest states that were learned from the days of a history. */
export function resumedPredictor(kept: KeptMixtures, of: MixturesOf): Predictor {
  const { predictor } = of.bundle;
  const { distribution } = predictor;
  return distribution ? withMixtures(predictor, usable(kept, of, distribution)) : predictor;
}

/** By part, the latest state that was learned from the days of this history. */
function usable(kept: KeptMixtures, { history, asOf }: MixturesOf, distribution: DistributionModel) {
  const digests = new Map<number, string>();
  const digestOf = (day: number) => digests.get(day) ?? digests.set(day, history.digest(day)).get(day);
  return partsOf(distribution).map(({ mixtures }, part) => {
    const trained = mixtures.at(-1)!.upTo ?? Number.NEGATIVE_INFINITY;
    return kept.find(({ state: { upTo }, ...one }) => {
      const isOfUse = one.part === part && upTo !== null && upTo > trained && upTo <= asOf;
      return isOfUse && digestOf(upTo) === one.history;
    })?.state;
  });
}

/** What the parts have learned beyond the states that they started from. */
function learned(predictor: Predictor, { history, asOf }: MixturesOf): KeptMixtures {
  if (!predictor.distribution) return [];
  const parts = partsOf(predictor.distribution);
  return latestMixtures(predictor, history, asOf).flatMap((state, part) => {
    const isOld = state.upTo === null || parts[part]!.mixtures.some(({ upTo }) => upTo === state.upTo);
    return isOld ? [] : [{ part, history: history.digest(state.upTo), state } as KeptMixtures[number]];
  });
}

function checkpointOf(states: KeptMixtures): Checkpoint {
  // The latest first: it is the first to be tried.
  const sorted = [...states].sort((a, b) => b.state.upTo! - a.state.upTo!);
  const latest = [0, 1].flatMap((part) =>
    sorted
      .filter((one) => one.part === part)
      .slice(0, MOST_KEPT)
      .map(withPastIfFirst),
  );
  return { day: sorted[0]!.state.upTo!, knownAt: KNOWN_AT, content: Buffer.from(JSON.stringify(latest)) };
}

/** Weights of the days on the way are kept of the latest state alone: of the others they are much the same. */
function withPastIfFirst(kept: KeptMixtures[number], place: number): KeptMixtures[number] {
  if (place === 0) return kept;
  const { past: _, ...state } = kept.state;
  return { ...kept, state };
}

const nameOf = ({ manifest }: MixturesOf['bundle']) => `${PREFIX}${bundleDigest(manifest)}`;

/** What is kept of a bundle, the latest first; nothing where it cannot be read, as it can be learned anew. */
export async function keptMixtures(store: MixtureStore, bundle: MixturesOf['bundle']): Promise<KeptMixtures> {
  const { distribution } = bundle.predictor;
  const checkpoint = distribution && (await store.checkpoint(nameOf(bundle)));
  if (!checkpoint) return [];
  try {
    const experts = distribution.mixtures[0]!.experts.join();
    const { data = [] } = KEPT.safeParse(JSON.parse(Buffer.from(checkpoint.content).toString('utf8')));
    return data.filter(({ state }) => state.experts.join() === experts);
  } catch {
    return [];
  }
}
