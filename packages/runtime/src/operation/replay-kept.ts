import { basename } from 'node:path';

import { DqsError } from '@dqs/core';
import { knownHistory } from '@dqs/ingestion';
import {
  issuingHistory,
  modelVersionOf,
  naiveChoice,
  replayIssuedForecast,
  type ReplayDifference,
} from '@dqs/pipelines';

import { withModel, type OpenedModel, type RegistrySettings } from '../models/open-model.js';
import { required } from '../settings/names.js';
import type { Settings } from '../settings/settings.js';
import { openStore } from '../stores/open-store.js';
import type { KeptForecast } from './kept-forecast.js';

/** The settings of a replay. */
export type ReplaySettings = Settings<'store' | 'replayedModel'> & RegistrySettings;

/**
 * Makes a forecast of a ledger again, from the deliveries as they were known to its issue and the version that made it.
 *
 * @returns what differs, nothing where it is the same in every bit.
 * @throws DqsError `version-unknown` if the version is not in the registry and no bundle is named, `invalid-argument` if the named
 * bundle is another version; as `knownHistory` and `replayIssuedForecast`.
 */
export async function replayKept(kept: KeptForecast, settings: ReplaySettings): Promise<ReplayDifference[]> {
  const { forecasts, place, row } = kept;
  const { arm, model, version, knownAt } = forecasts.issues[forecasts.issue[place]!]!;
  const store = required(settings.store, 'store');
  const known = await knownHistory(openStore(store), store, { knownAt });
  const common = { history: issuingHistory(known.panel), series: row };
  if (arm === 'naive')
    return replayIssuedForecast(forecasts, place, { ...common, predictor: undefined, naive: version });
  return withModel(settings.replayedModel ?? `${model}@${version}`, settings, (opened) => {
    assertVersion(opened, model, version);
    const naive = naiveBeside(kept) ?? naiveChoice(opened.bundle.manifest).name;
    return replayIssuedForecast(forecasts, place, { ...common, predictor: opened.bundle.predictor, naive });
  });
}

/** The naive forecast that was issued together with a forecast, of the same series and day. */
function naiveBeside({ forecasts: { issue, issues }, place }: KeptForecast): string | undefined {
  const own = issues[issue[place]!]!;
  const beside = issues.find(
    ({ arm, issuedAt, knownAt }) => arm === 'naive' && issuedAt === own.issuedAt && knownAt === own.knownAt,
  );
  return beside?.version;
}

/** A bundle on disk has no version but its digest, under which it was issued. */
function assertVersion({ bundle, name, version: opened }: OpenedModel, model: string, version: string): void {
  const own = opened ?? `${basename(name)}@${modelVersionOf(bundle.manifest)}`;
  if (own.endsWith(`@${version}`)) return;
  const message = `expected the version ${model}@${version}, which made the forecast, got ${own}; name it with --model`;
  throw new DqsError('invalid-argument', message, { details: { expected: `${model}@${version}`, got: own } });
}
