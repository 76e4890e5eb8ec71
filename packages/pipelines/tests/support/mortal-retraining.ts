import { DqsError, MemoryStore, PanelBuilder, Random } from '@dqs/core';
import { Registry } from '@dqs/registry';

import { bundleFiles } from '../../src/bundle/write-bundle.js';
import { closePredictor, trainModel, versionFacts } from '../../src/index.js';
import { gatherFacts, retrain, RetrainingRecord, stepRetraining } from '../../src/retrain/index.js';
import { FIRST_DAY } from './panels.js';
import { DAY, policyOf } from './retraining.js';

const DAYS = 120;
/** Days that the champion learned from. */
const LEARNED = 70;
const NOW = (FIRST_DAY + DAYS) * DAY;
const TRAINING = { spec: 'classic', rounds: 40, threads: 1, testFraction: 0.1 } as const;
const POLICY = policyOf(
  'triggers: { schedule: { every: 28d } }\nlimits: { lease: 0m, time: 1h }\ngates: { better: {}, naive_skill: {} }\napproval: auto',
);

/** Series that fail at weekends. */
function world(days: number) {
  const builder = new PanelBuilder();
  for (let series = 0; series < 4; series += 1) {
    const random = new Random(series);
    const key = { source: 'S', tenantId: 'T', datasetUuid: `d-${series}`, datasetName: `D ${series}`, ruleCode: '101' };
    for (let offset = 0; offset < days; offset += 1) {
      const level = (FIRST_DAY + offset + 3) % 7 > 4 ? 0.3 : 0.7;
      let passes = 0;
      for (let i = 0; i < 20; i += 1) if (random.next() < level) passes += 1;
      builder.addCounts(key, FIRST_DAY + offset, {
        ...{ passes, fails: 20 - passes, errors: 0, recordCount: 100, filteredCount: NaN },
      });
    }
  }
  return builder.build();
}

const panel = world(DAYS);

/** A store whose process dies before its n-th write; before the next one is the same as just after it. */
export class MortalStore extends MemoryStore {
  left = Infinity;
  override async put(...args: Parameters<MemoryStore['put']>): ReturnType<MemoryStore['put']> {
    this.left -= 1;
    if (this.left <= 0) throw new DqsError('aborted', 'killed');
    return super.put(...args);
  }
}

/** It is always now. */
const CLOCK = { now: () => NOW };

/** What a process that retrains does until it dies. */
export async function retrainIn(store: MortalStore) {
  const registry = new Registry(store, { clock: CLOCK });
  const record = new RetrainingRecord(store, 'orders', 'production', CLOCK);
  const place = { registry, record, policy: POLICY };
  await stepRetraining(place, NOW);
  const facts = await gatherFacts({ registry, policy: POLICY, panel }, { now: NOW });
  await retrain(place, { facts, panel, training: TRAINING });
}

/** A champion that has hardly learned anything. */
const champion = trainModel(world(LEARNED), { ...TRAINING, rounds: 1, refit: true }).then(({ bundle, predictor }) => {
  closePredictor(predictor);
  const { manifest, files } = bundleFiles(bundle);
  const bytes = new Map([...files].map(([name, content]) => [name, Buffer.from(content)]));
  return { files: bytes, facts: versionFacts(manifest), by: 'ann' };
});

export async function mortalStore(): Promise<MortalStore> {
  const store = new MortalStore();
  const registry = new Registry(store, { clock: CLOCK });
  await registry.register('orders', await champion);
  const gates = async () => ({ passed: true, checks: [] });
  await registry.promote('orders', { selector: 'latest', alias: 'production', by: 'ann', gates });
  await new RetrainingRecord(store, 'orders', 'production', CLOCK).act({ kind: 'hand-over' }, 'ann');
  return store;
}

/** What became of it: starts, phase, versions and moves of the alias, and whether anything still points at nothing. */
export async function outcomeIn(store: MortalStore): Promise<readonly unknown[]> {
  const registry = new Registry(store, { clock: CLOCK });
  const { starts, run } = await new RetrainingRecord(store, 'orders', 'production', CLOCK).state();
  const moves = await registry.aliasHistory('orders', 'production');
  return [starts, run?.phase, (await registry.state('orders')).versions.length, moves.length];
}

/**
 * Runs it in a process that dies before its n-th write, and so on with those who take it over.
 *
 * @returns whether all of them died.
 */
export async function diesAt(store: MortalStore, stops: readonly number[]): Promise<boolean> {
  for (const stop of stops) {
    store.left = stop;
    const hasDied = await retrainIn(store).then(() => false, isKilled);
    store.left = Infinity;
    if (!hasDied) return false;
  }
  return true;
}

function isKilled(error: unknown): true {
  if (DqsError.is(error) && error.code === 'aborted') return true;
  throw error;
}
