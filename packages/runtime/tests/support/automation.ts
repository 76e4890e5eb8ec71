import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FileStore, MS_PER_DAY, PanelBuilder, parseDay, Random, SILENT_LOGGER, type DailyPanel } from '@dqs/core';
import { Deliveries } from '@dqs/ingestion';
import {
  closePredictor,
  collectRevisions,
  gradeDays,
  readBundleBytes,
  trainModel,
  versionFacts,
  writeBundle,
  type TrainOptions,
} from '@dqs/pipelines';
import { RetrainingRecord, type RetrainingPlace } from '@dqs/pipelines/retrain';
import { Registry } from '@dqs/registry';

import { issueDay, type OpenedOperation } from '../../src/index.js';
import { openRetraining, withRetrainingInputs, type RetrainingInputs } from '../../src/retraining/index.js';
import { memoryOperation } from './memory-operation.js';

export const FIRST_DAY = parseDay('2025-01-06')!;
const HOUR = 3_600_000;

/** How likely an execution passes on a day, counted from the first one. */
export type World = (offset: number) => number;

/** Series that fail at weekends, and from a day on, if there is one, on working days instead. */
export function weekends(shift = Infinity): World {
  return (offset) => (offset % 7 > 4 !== offset >= shift ? 0.3 : 0.7);
}

/** Results of some days. Each day and series has its own numbers, so that it is the same wherever it is asked for. */
export function resultsOf(world: World, from: number, to: number, source = 's'): DailyPanel {
  const builder = new PanelBuilder();
  for (let series = 0; series < 6; series += 1) {
    const key = { source, tenantId: 't', datasetUuid: `d${series}`, datasetName: `D ${series}`, ruleCode: '101' };
    for (let offset = from; offset < to; offset += 1) {
      const random = new Random(1000 * series + offset);
      let passes = 0;
      for (let i = 0; i < 20; i += 1) if (random.next() < world(offset) + 0.01 * series) passes += 1;
      const counts = { passes, fails: 20 - passes, errors: 0, recordCount: 100, filteredCount: Number.NaN };
      builder.addCounts(key, FIRST_DAY + offset, counts);
    }
  }
  return builder.build();
}

/** A system that runs by itself on a clock of its own, with a champion that learned from its first days. */
export class Automation {
  readonly folder = mkdtempSync(join(tmpdir(), 'dqs-automation-'));
  readonly settings = { store: join(this.folder, 'store'), registry: join(this.folder, 'registry') };
  now = 0;
  readonly hooks = { signal: new AbortController().signal, logger: SILENT_LOGGER, clock: { now: () => this.now } };
  readonly memory = memoryOperation();
  readonly ledger = this.memory.ledger;
  readonly alerting = this.memory.alerting;
  readonly operation: OpenedOperation = this.memory.operation;
  readonly deliveries = new Deliveries(new FileStore(this.settings.store), this.hooks);
  readonly registry = new Registry(new FileStore(this.settings.registry), this.hooks);
  readonly record = new RetrainingRecord(
    new FileStore(this.settings.registry),
    'orders',
    'production',
    this.hooks.clock,
  );

  private constructor(readonly world: World) {}

  /**
   * @param learned days that the champion learned from; they arrive at once.
   * @param training how it was trained, where that differs.
   */
  static async begin(world: World, learned: number, policy: string, training: TrainOptions = {}): Promise<Automation> {
    const automation = new Automation(world);
    const { registry, record, folder } = automation;
    automation.at(learned, 1);
    await automation.load(0, learned);
    // Old days hardly count, so that a model learns a new regime soon.
    const recipe = { spec: 'classic', rounds: 40, halfLifeDays: 20, threads: 1, refit: true } as const;
    const { bundle, predictor } = await trainModel(resultsOf(world, 0, learned), { ...recipe, ...training });
    closePredictor(predictor);
    await writeBundle(join(folder, 'bundle'), bundle);
    const { manifest, files } = await readBundleBytes(join(folder, 'bundle'));
    await registry.register('orders', { files, facts: versionFacts(manifest), by: 'ann' });
    const gates = () => Promise.resolve({ passed: true, checks: [] });
    await registry.promote('orders', { selector: 'latest', alias: 'production', by: 'ann', gates });
    await record.act({ kind: 'hand-over' }, 'ann');
    writeFileSync(automation.policy, `apiVersion: dqs/v1\nkind: RetrainingPolicy\nmodel: orders\n${policy}`);
    return automation;
  }

  get policy(): string {
    return join(this.folder, 'dqs.retrain.yaml');
  }

  /** Sets the clock to an hour of a day, counted from the first one. */
  at(offset: number, hour: number): void {
    this.now = (FIRST_DAY + offset) * MS_PER_DAY + hour * HOUR;
  }

  /** Days of results that arrive at once. */
  async load(from: number, to: number): Promise<void> {
    const panel = resultsOf(this.world, from, to);
    await this.deliveries.add({ id: `days-${from}`, panel, name: `days-${from}`, by: 'test' });
  }

  /** A morning: the results of the day before arrive, are graded, and the day is forecast. */
  async morning(offset: number): Promise<void> {
    const { deliveries, ledger, hooks, settings } = this;
    this.at(offset, 2);
    await this.load(offset - 1, offset);
    await collectRevisions(deliveries, ledger, hooks);
    await gradeDays(deliveries, ledger, {}, hooks);
    this.at(offset, 6);
    await issueDay({ ...settings, target: 90, threads: 1, issuedDay: FIRST_DAY + offset }, ledger, hooks);
  }

  /** What a retraining would be decided on now. */
  withInputs<T>(work: (inputs: RetrainingInputs) => Promise<T>): Promise<T> {
    const settings = { ...this.settings, retrainPolicy: this.policy, threads: 1 };
    return withRetrainingInputs(settings, this.hooks, work, this.operation);
  }

  /** What whoever does not know the ledger works with. */
  async withoutLedger(): Promise<RetrainingPlace> {
    return openRetraining({ ...this.settings, retrainPolicy: this.policy }, this.hooks);
  }

  /** Alerting takes a step that leads to incidents. */
  async step(incidents: readonly unknown[]): Promise<void> {
    const { version, state } = await this.alerting.load('main');
    const step = { kind: 'act', at: this.now, policy: 'p', act: {} };
    const request = { name: 'main', before: version, state, incidents, step };
    await this.alerting.transact((tx) => this.alerting.save(tx, request as never));
  }

  async production(): Promise<{ readonly version: string; readonly by: string }> {
    return (await this.registry.state('orders')).aliases['production']!;
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
