import { goOnFrom, moveStatesOut, type SeriesHistory } from '@dqs/features';

import type { LoadedBundle } from '../bundle/read-bundle.js';
import { partsOf } from '../forecast/distribution/distribution-model.js';
import { withMixtureLearnedInSteps, type Predictor } from '../forecast/predict.js';
import { keepMixtures, keptMixtures, resumedPredictor, type KeptMixtures, type MixtureStore } from './kept-mixtures.js';
import { goOnFromKept, type StatesStore } from './kept-states.js';

/** What a server forecasts from. */
export interface Served {
  readonly predictor: Predictor;
  readonly history: SeriesHistory;
}

/** What learning goes on from, as far as it is, to the last bit, of the same history. */
export interface LearnedBefore {
  /** What issues have left. */
  readonly store?: MixtureStore & StatesStore;
  /** What this bundle was served from before. What is known of its series is moved out of its history. */
  readonly before?: Served;
}

/**
 * The predictor of a bundle with what the results since its training teach, up to the last day of a history, so that no forecast need
 * learn it anew. Forecasts are the same as without what was learned before; where there is none, of many series it takes a minute.
 *
 * @param breathe is awaited every now and then, so that others are answered meanwhile.
 * @throws DqsError as `LedgerStore.checkpoint`.
 */
export async function servedPredictor(
  bundle: Pick<LoadedBundle, 'manifest' | 'predictor'>,
  history: SeriesHistory,
  { store, before }: LearnedBefore,
  breathe: () => Promise<void>,
): Promise<Predictor> {
  const asOf = history.lastDay;
  const learned = before ? mixturesOf(before) : [];
  const moved = before && moveStatesOut(before.history);
  if (store) await goOnFromKept(store, history, { asOf, moved });
  else goOnFrom(history, { moved, kept: [] });
  const kept = store ? await keptMixtures(store, bundle) : [];
  const known = [...learned, ...kept].sort((a, b) => b.state.upTo! - a.state.upTo!);
  const resumed = resumedPredictor(known, { bundle, history, asOf });
  const predictor = await withMixtureLearnedInSteps(resumed, history, { threads: 0, breathe });
  const served = { predictor, history };
  // An issue learns only for the next day: what forecasts of later days have cost is kept for the next server.
  if (store && predictor !== resumed) await keepMixtures(store, bundle, [...mixturesOf(served), ...kept]);
  return predictor;
}

/** What was learned for what was served before. */
function mixturesOf({ predictor, history }: Served): KeptMixtures {
  return (predictor.distribution ? partsOf(predictor.distribution) : []).flatMap(({ mixtures }, part) => {
    const state = mixtures.at(-1)!;
    const isOfBundle = mixtures.length === 1 || state.upTo === null;
    return isOfBundle ? [] : [{ part, history: history.digest(state.upTo), state } as KeptMixtures[number]];
  });
}
