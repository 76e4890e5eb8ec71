import { basename } from 'node:path';

import { DqsError, listedNames, MS_PER_DAY } from '@dqs/core';
import { statisticIndex, AGGREGATE_STATISTICS, type LedgerStore } from '@dqs/ledger';
import { closePredictor, modelVersionOf, type IssuingVersion } from '@dqs/pipelines';
import type { RunPhase } from '@dqs/pipelines/retrain';

import { openModel, openRegistry, type OpenedModel, type RegistrySettings } from '../models/open-model.js';
import { orDefault } from '../settings/names.js';
import type { Settings } from '../settings/settings.js';
import { openStore } from '../stores/open-store.js';

/** The alias of the version that people see. */
const PRODUCTION = 'production';
/** Graded days that the version before a promotion goes on forecasting for, so that a rollback has something to go by. */
export const SHADOW_DAYS = 14;
/** No operation is older, days. */
const MOST_DAYS = 100_000;

/** The settings that say which version forecasts. */
export type IssuingSettings = Settings<'issuedModel' | 'registry'>;

/**
 * Opens the versions that forecast, hands them to the work and closes them whatever happens: the champion, and where its reference is
 * an alias that was promoted, the version before, until that has been graded on {@link SHADOW_DAYS} days since, and the challenger of
 * a retraining that waits to take the alias over.
 *
 * @throws DqsError `config-invalid` if no model is set and the registry does not have exactly one in production; as `openModel`.
 */
export async function withIssuingVersions<T>(
  settings: IssuingSettings,
  ledger: Pick<LedgerStore, 'aggregates'>,
  work: (versions: readonly IssuingVersion[]) => Promise<T>,
): Promise<T> {
  const reference = settings.issuedModel ?? (await productionModel(settings));
  const opened: OpenedModel[] = [];
  try {
    const champion = await openModel(reference, settings);
    opened.push(champion);
    const versions = [issuing('champion', champion)];
    const before = champion.version === undefined ? undefined : await predecessorOf(reference, settings, ledger);
    const tried = champion.version === undefined ? undefined : await challengerOf(reference, settings);
    for (const [arm, other] of [
      ['predecessor', before],
      ['challenger', tried],
    ] as const) {
      if (other === undefined || other === champion.version) continue;
      const model = await openModel(other, settings);
      opened.push(model);
      versions.push(issuing(arm, model));
    }
    return await work(versions);
  } finally {
    for (const { bundle } of opened) closePredictor(bundle.predictor);
  }
}

function issuing(arm: IssuingVersion['arm'], { bundle, name, version }: OpenedModel): IssuingVersion {
  if (version === undefined) return { arm, bundle, model: basename(name), version: modelVersionOf(bundle.manifest) };
  const at = version.lastIndexOf('@');
  return { arm, bundle, model: version.slice(0, at), version: version.slice(at + 1) };
}

/** `model@production` of the only model in the registry that has one. @throws DqsError `config-invalid` otherwise. */
export async function productionModel(settings: RegistrySettings): Promise<string> {
  const registry = await openRegistry(settings);
  const models = await registry.models();
  const states = await Promise.all(models.map(async (name) => [name, await registry.state(name)] as const));
  const inUse = states.filter(([, { aliases }]) => Object.hasOwn(aliases, PRODUCTION)).map(([name]) => name);
  if (inUse.length === 1) return `${inUse[0]!}@${PRODUCTION}`;
  const place = orDefault(settings.registry, 'registry');
  const found =
    inUse.length > 1
      ? `the registry ${place} has ${inUse.length} in production (${listedNames(inUse)}); name one, such as --model ${inUse[0]!}@${PRODUCTION}`
      : `the registry ${place} has none in production; dqs registry promote <model>@latest ${PRODUCTION} puts one there, or name a ` +
        'bundle with --model';
  throw new DqsError('config-invalid', `expected a model that forecasts: ${found}`);
}

/** The version that was in use before the last promotion, while it still has to be graded; undefined if there is none. */
async function predecessorOf(
  reference: string,
  settings: RegistrySettings,
  ledger: Pick<LedgerStore, 'aggregates'>,
): Promise<string | undefined> {
  const { parseReference } = await import('@dqs/registry');
  const { model, selector } = parseReference(reference);
  const moves = await (await openRegistry(settings)).aliasHistory(model, selector);
  const last = moves.findLast(({ body }) => body.kind === 'moved');
  if (last?.body.kind !== 'moved' || last.body.how === 'rolled-back' || last.body.from === null) return undefined;
  const { from } = last.body;
  const since = Math.floor(Date.parse(last.at) / MS_PER_DAY);
  return (await gradedDays(ledger, model, from, since)) < SHADOW_DAYS ? `${model}@${from}` : undefined;
}

/** Where a challenger forecasts beside the champion: until it is let in, or not. */
const SHADOW_PHASES: readonly RunPhase[] = ['shadow', 'approval', 'promoting'];

/** The challenger of the retraining that is under way; undefined if there is none, or it has been judged. */
async function challengerOf(reference: string, settings: RegistrySettings): Promise<string | undefined> {
  const [{ parseReference }, { RetrainingRecord }] = await Promise.all([
    import('@dqs/registry'),
    import('@dqs/pipelines/retrain'),
  ]);
  const { model, selector } = parseReference(reference);
  const store = openStore(orDefault(settings.registry, 'registry'));
  const { run } = await new RetrainingRecord(store, model, selector).state();
  if (run === null || run.challenger === null || !SHADOW_PHASES.includes(run.phase)) return undefined;
  return `${model}@${run.challenger}`;
}

/** Days on which a version was graded in shadow, from one day on. */
async function gradedDays(
  ledger: Pick<LedgerStore, 'aggregates'>,
  model: string,
  version: string,
  since: number,
): Promise<number> {
  const query = { from: since, to: since + MOST_DAYS, arms: ['predecessor'] as const };
  const { day, group, groups, values } = await ledger.aggregates(query);
  const graded = statisticIndex('graded');
  const days = [...day].filter((_, row) => {
    const { model: of, version: one } = groups[group[row]!]!;
    return of === model && one === version && values[row * AGGREGATE_STATISTICS.length + graded]! > 0;
  });
  return new Set(days).size;
}
