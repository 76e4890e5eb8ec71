import type { DailyPanel } from '@dqs/core';
import { SeriesHistory, type FeatureContract, type SeriesId } from '@dqs/features';

/** Stands for every dataset and every rule that nobody knows: no text of a request can hold it. */
const UNKNOWN = '\0';

/** Pairs of known names without results that are made ready at the start; more are made when they are asked for. */
const MAX_PREPARED_PAIRS = 20_000;

/**
 * A history that has a series for whatever is asked of it. A series without results has no features but those of its
 * dataset, its rule and the day; so all unknown datasets are one, and all unknown rules, and one stand-in gives the same
 * forecast as the series itself would.
 */
export class RequestHistory {
  readonly #panel: DailyPanel;
  readonly #datasets: ReadonlySet<string>;
  readonly #rules: ReadonlySet<string>;
  /** Texts of the series with a result, see {@link pairOf}. */
  readonly #known: ReadonlySet<string>;
  readonly #extra: SeriesId[];
  #missing = new Map<string, SeriesId>();
  #history: SeriesHistory;

  /** @param contract names what the training knew, even where the panel has no result of it any more. */
  constructor(panel: DailyPanel, contract: FeatureContract) {
    this.#panel = panel;
    this.#known = new Set(panel.keys.map(({ datasetUuid, ruleCode }) => pairOf(datasetUuid, ruleCode)));
    const categories = (name: string) => contract.features.find((feature) => feature.name === name)?.categories ?? [];
    this.#datasets = new Set([...panel.keys.map((key) => key.datasetUuid), ...categories('dataset_uuid')]);
    this.#rules = new Set([...panel.keys.map((key) => key.ruleCode), ...categories('rule_code')]);
    this.#extra = standIns(this.#datasets, this.#rules, this.#known);
    this.#history = SeriesHistory.fromPanel(panel, { alsoSeries: this.#extra });
  }

  /** Observed series and stand-ins. It changes with {@link extend}. */
  get history(): SeriesHistory {
    return this.#history;
  }

  /** Number of series with a result. */
  get knownSeries(): number {
    return this.#known.size;
  }

  /** Whether the panel has results of a series. */
  knows(datasetUuid: string, ruleCode: string): boolean {
    return this.#known.has(pairOf(datasetUuid, ruleCode));
  }

  /** Index in {@link history} of a series or its stand-in; −1 where it comes with the next {@link extend}. */
  find(datasetUuid: string, ruleCode: string): number {
    const dataset = this.#datasets.has(datasetUuid) ? datasetUuid : UNKNOWN;
    const rule = this.#rules.has(ruleCode) ? ruleCode : UNKNOWN;
    const series = this.#history.find(dataset, rule);
    if (series < 0) this.#missing.set(pairOf(dataset, rule), { datasetUuid: dataset, ruleCode: rule });
    return series;
  }

  /** Takes in what {@link find} could not find. Indices that were found before are no longer right. */
  extend(): void {
    this.#extra.push(...this.#missing.values());
    this.#missing = new Map();
    this.#history = SeriesHistory.fromPanel(this.#panel, { alsoSeries: this.#extra });
  }
}

function pairOf(datasetUuid: string, ruleCode: string): string {
  return `${datasetUuid}\0${ruleCode}`;
}

function standIns(datasets: ReadonlySet<string>, rules: ReadonlySet<string>, known: ReadonlySet<string>): SeriesId[] {
  const ids = [...datasets].map((datasetUuid) => ({ datasetUuid, ruleCode: UNKNOWN }));
  ids.push(...[...rules].map((ruleCode) => ({ datasetUuid: UNKNOWN, ruleCode })));
  ids.push({ datasetUuid: UNKNOWN, ruleCode: UNKNOWN });
  if (datasets.size * rules.size - known.size > MAX_PREPARED_PAIRS) return ids;
  for (const datasetUuid of datasets) {
    for (const ruleCode of rules) if (!known.has(pairOf(datasetUuid, ruleCode))) ids.push({ datasetUuid, ruleCode });
  }
  return ids;
}
