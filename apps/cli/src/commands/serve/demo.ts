import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DqsError, SYSTEM_CLOCK, today, type ArtifactStore, type DailyPanel } from '@dqs/core';
import { readBundleBytes, simulateOperation, versionFacts, type TrainOptions } from '@dqs/pipelines';
import {
  openRegistry,
  openStore,
  promote,
  withLedger,
  withModel,
  type AppHooks,
  type DatabaseSettings,
} from '@dqs/runtime';
import { openDeliveries, readInputs } from '@dqs/runtime/history';
import type { Settings } from '@dqs/runtime/settings';
import { drawHistory, shapeOf, writeHistory } from '@dqs/synthetic';

import { trainUntil } from '../operation/train-until.js';

/** The settings of a demonstration. */
export type DemoSettings = DatabaseSettings & Settings<'registry' | 'threads'> & { readonly store: string };

const MODEL = 'demo';
const SEED = 7;
const SIZE = { datasets: 4, rules: 4, days: 730, executions: 6 };
/** Days that the model learns from; the rest is replayed. */
const TRAINING_DAYS = 365;
/** Written before and after filling: one that was interrupted goes on with the same days. */
const [BEGUN, FILLED] = ['demo/begun.json', 'demo/filled.json'];

/**
 * Fills an empty store with a generated history of two years that ends yesterday: a model that is trained on the first year and put
 * into production in the registry, and the second year replayed day by day, with its forecasts and grades. A store that was filled
 * is left as it is; one whose filling was interrupted is filled to the end.
 *
 * @returns whether there was anything to fill.
 * @throws DqsError `config-invalid` for a store that holds other deliveries; as training and writing.
 */
export async function fillDemo(settings: DemoSettings, hooks: AppHooks): Promise<boolean> {
  const artifacts = openStore(settings.store);
  if ((await artifacts.head(FILLED)) !== undefined) return false;
  const firstDay = await begin(artifacts, settings, hooks);
  const folder = await mkdtemp(join(tmpdir(), 'dqs-demo-'));
  try {
    const panel = await draw(join(folder, 'history.csv'), firstDay, hooks);
    const from = firstDay + TRAINING_DAYS;
    if (!(await isInProduction(settings))) await train(settings, panel, from, folder, hooks);
    await withModel(`${MODEL}@production`, settings, async ({ bundle, version }) => {
      const champion = { arm: 'champion', bundle, model: MODEL, version: version!.split('@')[1]! } as const;
      const options = { from, seed: SEED, threads: settings.threads };
      await withLedger(settings, (ledger) =>
        simulateOperation(panel, [champion], { artifacts, ledger }, options, hooks),
      );
    });
    await artifacts.put(FILLED, bytesOf({ firstDay }));
    return true;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The first day of the history: two years ago, or that of a filling that was interrupted. */
async function begin(artifacts: ArtifactStore, settings: DemoSettings, { clock = SYSTEM_CLOCK }: AppHooks) {
  if ((await artifacts.head(BEGUN)) === undefined) {
    const { entries } = await (await openDeliveries(settings)).head();
    if (entries > 0) {
      const message = `expected an empty store for --demo, and ${settings.store} holds deliveries already; name another one with --store`;
      throw new DqsError('config-invalid', message);
    }
    await artifacts.put(BEGUN, bytesOf({ firstDay: today(clock) - SIZE.days }));
  }
  const { content } = await artifacts.get(BEGUN);
  return firstDayIn(Buffer.from(content).toString(), settings.store);
}

/** @throws DqsError `input-unreadable` for a text that this program has not written. */
function firstDayIn(text: string, store: string): number {
  const whole = /^\{"firstDay":(\d{1,6})\}\n$/.exec(text)?.[1];
  if (whole !== undefined) return Number(whole);
  const message = `expected the first day of a demonstration in ${BEGUN} of ${store}, got ${JSON.stringify(text.slice(0, 60))}; name an empty folder with --store`;
  throw new DqsError('input-unreadable', message);
}

async function draw(path: string, firstDay: number, hooks: AppHooks): Promise<DailyPanel> {
  await writeHistory(path, drawHistory(shapeOf(SIZE), SEED, firstDay), { seed: SEED, garbage: 0 }, hooks);
  const { panel } = await readInputs({ input: [path] }, hooks);
  return panel;
}

async function isInProduction(settings: DemoSettings): Promise<boolean> {
  const registry = await openRegistry(settings);
  if (!(await registry.models()).includes(MODEL)) return false;
  return Object.hasOwn((await registry.state(MODEL)).aliases, 'production');
}

/** A model of the defaults in production, and a simpler one of the same days beside it, to compare and to try a promotion with. */
async function train(settings: DemoSettings, panel: DailyPanel, day: number, folder: string, hooks: AppHooks) {
  const registry = await openRegistry(settings);
  const register = async (name: string, note: string, options: TrainOptions) => {
    const path = join(folder, name);
    await trainUntil(path, panel, day, { ...options, threads: settings.threads }, hooks);
    const { manifest, files } = await readBundleBytes(path);
    const entry = await registry.register(MODEL, { files, facts: versionFacts(manifest), by: MODEL, note });
    return entry.body.version;
  };
  const first = await register('defaults', 'All defaults.', {});
  await register('simple', 'Classic features, no distribution.', { spec: 'classic', pointOnly: true });
  const { registry: place } = settings;
  const why = { by: MODEL, reason: 'the first version' };
  await promote(`${MODEL}@${first}`, 'production', { registry: place, ...why }, hooks);
}

function bytesOf(value: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
