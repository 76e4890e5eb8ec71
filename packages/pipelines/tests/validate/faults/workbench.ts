import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type DailyPanel, type FeatureFrame, type GateCheck, PanelBuilder, parseDay, Random } from '@dqs/core';
import { SeriesHistory, type FeatureContract } from '@dqs/features';
import { loadBackend, type TrainingSet } from '@dqs/model-backends';
import { profileOf } from '@dqs/validation';

import { evaluationOf, forecastTestRows } from '../../../src/evaluate/evaluate.js';
import {
  readBundle,
  trainModel,
  writeBundle,
  type BundleContent,
  type LoadedBundle,
  type Manifest,
  type TrainOptions,
} from '../../../src/index.js';
import { trainingSet, type LabelledRows } from '../../../src/train/training-set.js';

/** First day of every history made here; a Monday. */
export const START = parseDay('2024-01-01')!;
/** Days that the bundle knows, and days that an input has: twenty more. */
export const KNOWN_DAYS = 150;
export const ALL_DAYS = 170;

/** A training that takes a moment. */
export const QUICK: Partial<TrainOptions> = {
  spec: 'classic',
  rounds: 80,
  // One thread: on a few thousand rows more of them only wait for each other.
  threads: 1,
  params: { learning_rate: 0.1, num_leaves: 15, min_data_in_leaf: 20 },
};

/** Shape of a made history. */
export interface HistoryShape {
  readonly seed: number;
  readonly datasets?: number;
  readonly rules?: number;
  readonly days?: number;
  readonly executions?: number;
}

/**
 * A history with what real ones have: levels by series, worse weekends, spells of trouble that last some days, a trend here
 * and there, missing days, series that start late.
 */
export function history({ seed, datasets = 5, rules = 4, days = ALL_DAYS, executions = 8 }: HistoryShape): DailyPanel {
  const random = new Random(seed);
  const builder = new PanelBuilder();
  for (let dataset = 0; dataset < datasets; dataset += 1) {
    for (let rule = 0; rule < rules; rule += 1) {
      const level = rule === 0 ? 1 : 0.6 + 0.4 * random.next();
      const weekend = random.next() < 0.6 ? 0.35 : 0;
      const start = random.next() < 0.1 ? 25 : 0;
      let trouble = 0;
      for (let offset = 0; offset < days; offset += 1) {
        trouble = trouble > 0 ? trouble - 1 : random.next() < 0.03 ? 2 + random.integer(6) : 0;
        const isWeekend = offset % 7 > 4;
        const share = Math.max(0, level - (isWeekend ? weekend : 0) - (trouble > 0 ? 0.4 : 0));
        let passes = 0;
        for (let i = 0; i < executions; i += 1) if (random.next() < share) passes += 1;
        const isThere = random.next() >= 0.03;
        if (!isThere || offset < start) continue;
        const key = keyOf(dataset, rule);
        const counts = { passes, fails: executions - passes, errors: 0, recordCount: 100, filteredCount: NaN };
        builder.addCounts(key, START + offset, counts);
        builder.addLevel(key, rule === 0 ? 'DATASET' : 'ATTRIBUTE', executions);
      }
    }
  }
  return builder.build();
}

function keyOf(dataset: number, rule: number) {
  const [datasetUuid, datasetName] = [`uuid-${dataset}`, `Dataset ${dataset}`];
  return { source: 'S', tenantId: 'T', datasetUuid, datasetName, ruleCode: `${101 + rule}` };
}

/** One day of one key, as a fault may change it. */
export interface Cell {
  readonly source: string;
  readonly tenantId: string;
  readonly datasetUuid: string;
  readonly datasetName: string;
  readonly ruleCode: string;
  readonly day: number;
  readonly passes: number;
  readonly fails: number;
}

/** The panel with every cell replaced by what `change` makes of it: none, one or several. */
export function changed(panel: DailyPanel, change: (cell: Cell) => readonly Cell[]): DailyPanel {
  const builder = new PanelBuilder();
  const { cells, keys, levels } = panel;
  const levelOf = new Map(levels.key.length > 0 ? Array.from(levels.key, (key, i) => [key, levels.text[i]!]) : []);
  for (let i = 0; i < cells.key.length; i += 1) {
    const before = { ...keys[cells.key[i]!]!, day: cells.day[i]!, passes: cells.passes[i]!, fails: cells.fails[i]! };
    for (const { day, passes, fails, ...key } of change(before)) {
      builder.addCounts(key, day, { passes, fails, errors: 0, recordCount: 100, filteredCount: NaN });
      builder.addLevel(key, levelOf.get(cells.key[i]!) ?? '', passes + fails);
    }
  }
  return builder.build();
}

/** The days of a panel from `from` to `to`, counted from {@link START}. */
export function days(panel: DailyPanel, from: number, to: number): DailyPanel {
  return changed(panel, (cell) => (cell.day >= START + from && cell.day <= START + to ? [cell] : []));
}

/** Training rows on their way to the learner; a fault changes them. */
export interface RowsInPassing extends LabelledRows {
  readonly contract: FeatureContract;
  readonly history: SeriesHistory;
}

/** What a faulty training does differently. */
export interface FaultyTraining {
  readonly rows?: (rows: RowsInPassing) => TrainingSet;
  readonly options?: Partial<TrainOptions>;
  readonly panel?: (known: DailyPanel) => DailyPanel;
  /** Changes of the manifest, which is written and hashed like an honest one. */
  readonly manifest?: (manifest: Omit<Manifest, 'files'>) => Omit<Manifest, 'files'>;
  /** Changes of everything else that is written. */
  readonly content?: (content: BundleContent) => BundleContent | Promise<BundleContent>;
}

async function trained(panel: DailyPanel, options: Partial<TrainOptions> = {}): Promise<BundleContent> {
  const { bundle, predictor } = await trainModel(panel, { ...QUICK, ...options });
  predictor.model.close();
  return bundle;
}

/** Trains, writes and reads bundles, with faults where asked; remembers what is to be cleaned up. */
export class Workbench {
  readonly panel: DailyPanel;
  readonly known: DailyPanel;
  readonly #models: { close(): void }[] = [];
  readonly #folders: string[] = [];
  #clean: Promise<LoadedBundle> | undefined;
  #honest: Promise<BundleContent> | undefined;

  constructor(seed: number) {
    this.panel = history({ seed });
    this.known = days(this.panel, 0, KNOWN_DAYS - 1);
  }

  /** A bundle, written and read again. */
  async bundle(faulty: FaultyTraining = {}): Promise<LoadedBundle> {
    const content = await this.content(faulty);
    return this.reopened(faulty.content ? await faulty.content(content) : content);
  }

  /** The bundle of an honest training; the same one every time. */
  cleanBundle(): Promise<LoadedBundle> {
    return (this.#clean ??= this.bundle());
  }

  /** What an honest or faulty training would write. */
  async content({ rows, options, panel: change, manifest }: FaultyTraining = {}): Promise<BundleContent> {
    const panel = change ? change(this.known) : this.known;
    const honest = change || options ? await trained(panel, options) : await (this.#honest ??= trained(panel));
    const content = rows ? await this.#retrained(honest, panel, rows) : honest;
    return manifest ? { ...content, manifest: manifest(content.manifest) } : content;
  }

  /** Writes a bundle to disk and reads it, every hash checked. */
  async reopened(content: BundleContent): Promise<LoadedBundle> {
    const bundle = await readBundle(await this.written(content));
    this.#models.push(bundle.predictor.model);
    return bundle;
  }

  /** Writes a bundle to disk and gives its path. */
  async written(content: BundleContent): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'dqs-fault-'));
    this.#folders.push(folder);
    const path = join(folder, 'model');
    await writeBundle(path, content);
    return path;
  }

  async close(): Promise<void> {
    for (const model of this.#models) model.close();
    await Promise.all(this.#folders.map((folder) => rm(folder, { recursive: true, force: true })));
  }

  /** Trains on changed rows; profile and scores are those of what was done, so that only the fault itself can be seen. */
  async #retrained(
    honest: BundleContent,
    panel: DailyPanel,
    change: NonNullable<FaultyTraining['rows']>,
  ): Promise<BundleContent> {
    const { manifest } = honest;
    const { contract, horizon, evaluation } = manifest;
    const past = SeriesHistory.fromPanel(panel);
    const span = { from: parseDay(manifest.training.from)!, to: parseDay(manifest.training.to)! };
    const set = change({ ...trainingSet(contract, past, span, horizon), contract, history: past });
    const backend = await loadBackend(manifest.backend);
    const { rounds, seed, objective } = manifest;
    const params = manifest.params as Record<string, number>;
    const model = await backend.train({ train: set, objective, rounds, seed, threads: 1, params });
    const predictor = { model, contract, pointRule: manifest.pointRule, horizon, training: span };
    const test = { from: parseDay(evaluation!.from)!, to: parseDay(evaluation!.to)! };
    const scored = await forecastTestRows(predictor, past, { train: span, test }, { threads: 1 });
    const modelFiles = model.save();
    model.close();
    return {
      ...honest,
      modelFiles,
      profile: profileOf(set),
      manifest: {
        ...manifest,
        training: { ...manifest.training, rows: set.frame.rows },
        evaluation: evaluationOf(scored, test, horizon),
      },
    };
  }
}

/** A fault that is injected for real, and what has to see it. */
export interface Fault {
  readonly name: string;
  /** Checks that may see it, or the code of the error that opening the bundle ends with. One of them has to. */
  readonly caughtBy: readonly string[];
  /** Injects the fault and gives what the validation says of it. */
  readonly inject: (bench: Workbench) => Promise<readonly GateCheck[]>;
}

/** The frame with some columns replaced. */
export function withColumns(
  frame: FeatureFrame,
  change: (name: string, values: Float32Array) => Float32Array | undefined,
): FeatureFrame {
  const columns = frame.columns.map((column) => ({
    ...column,
    values: change(column.name, column.values) ?? column.values,
  }));
  return { ...frame, columns };
}

/** Values of a column of a frame. */
export function column(frame: FeatureFrame, name: string): Float32Array {
  return frame.columns.find((candidate) => candidate.name === name)!.values;
}

/** The set with its rows in the given order, some of them repeated or left out. */
export function rowsOf({ frame, target, weight }: TrainingSet, order: Int32Array): TrainingSet {
  const pick = (values: Float32Array) => Float32Array.from(order, (row) => values[row]!);
  const columns = frame.columns.map((one) => ({ ...one, values: pick(one.values) }));
  return { frame: { rows: order.length, columns }, target: pick(target), weight: pick(weight) };
}

/** 0 … n − 1 in an order drawn by chance. */
export function shuffled(n: number, seed: number): Int32Array {
  const random = new Random(seed);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
