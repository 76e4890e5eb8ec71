import { compareText, type DailyPanel } from '@dqs/core';
import { SeriesHistory, type FeatureContract, type SeriesId, type SharedHistory } from '@dqs/features';

/** Placeholder for every unknown tenant, dataset and rule; no text of a request can contain it. */
export const UNKNOWN = '\0';

/** Whether a series stands for others, whose names only their requests tell. */
export function isStandIn({ tenantId, datasetUuid, ruleCode }: SeriesId): boolean {
  return tenantId === UNKNOWN || datasetUuid === UNKNOWN || ruleCode === UNKNOWN;
}

/** Series of known names without results prepared at the start; more are added on demand. */
const MAX_PREPARED_SERIES = 20_000;

/** A {@link RequestHistory} as plain data, for threads. */
export interface SharedRequests {
  readonly history: SharedHistory;
  /** By series: 1 where the panel has it. */
  readonly isInPanel: Uint8Array;
}

/**
 * A history that has a series for any request. A series without results has no features but those of its tenant, its
 * dataset, its rule and the day; so all unknown tenants are one, and all unknown datasets of a tenant, and all unknown
 * rules, and one placeholder gives the same forecast as the series itself would.
 */
export class RequestHistory {
  readonly #panel: () => DailyPanel;
  readonly #names: KnownNames;
  /** Names in their order, for messages: sorted once, however many requests mean any of them. */
  readonly #sorted = new WeakMap<Names, readonly string[]>();
  #missing = new Map<string, SeriesId>();
  #history: SeriesHistory;

  private constructor(panel: () => DailyPanel, names: KnownNames, history: SeriesHistory) {
    this.#panel = panel;
    this.#names = names;
    this.#history = history;
  }

  /** @param contract names the series known in training, even without results in the panel. */
  static fromPanel(panel: DailyPanel, contract: FeatureContract): RequestHistory {
    const names = new KnownNames(panel.keys, contract);
    const history = SeriesHistory.fromPanel(panel, { alsoSeries: standIns(names) });
    return new RequestHistory(() => panel, names, history);
  }

  /** The history that {@link share} gave. @param panel the panel, which is asked for if a request needs another series. */
  static fromShared(shared: SharedRequests, contract: FeatureContract, panel: () => DailyPanel): RequestHistory {
    const history = SeriesHistory.fromShared(shared.history);
    const keys = history.series.filter((_, i) => shared.isInPanel[i] === 1);
    return new RequestHistory(panel, new KnownNames(keys, contract), history);
  }

  /** The history for other threads, which neither decode nor sort it again. */
  share(): SharedRequests {
    const isInPanel = new Uint8Array(this.#history.series.length);
    for (const key of this.#panel().keys) isInPanel[this.#history.find(key)] = 1;
    return { history: this.#history.share(), isInPanel };
  }

  /** Observed series and stand-ins. It changes with {@link extend}. */
  get history(): SeriesHistory {
    return this.#history;
  }

  /**
   * The tenants that a request without one can mean: those with results of the dataset and rule, else those with the
   * dataset, else all.
   */
  tenantsFor(datasetUuid: string, ruleCode: string): readonly string[] {
    const tenants = this.#names.tenantsFor(datasetUuid, ruleCode);
    let sorted = this.#sorted.get(tenants);
    if (!sorted) this.#sorted.set(tenants, (sorted = [...tenants.keys()].sort(compareText)));
    return sorted;
  }

  /**
   * The tenant of a request, undefined if several are possible.
   *
   * @param tenantId as the request says; an empty text is a tenant of that name where it has the dataset, else none.
   */
  tenantOf(tenantId: string | undefined, datasetUuid: string, ruleCode: string): string | undefined {
    if (tenantId !== undefined && (tenantId !== '' || this.#names.has('', datasetUuid))) return tenantId;
    const tenants = this.#names.tenantsFor(datasetUuid, ruleCode);
    if (tenants.size > 1) return undefined;
    const [only = ''] = tenants.keys();
    return only;
  }

  /** Index in {@link history} of a series or its stand-in; −1 until the next {@link extend}. */
  find({ tenantId, datasetUuid, ruleCode }: SeriesId): number {
    const names = this.#names;
    const tenant = names.hasTenant(tenantId) ? tenantId : UNKNOWN;
    const id = {
      tenantId: tenant,
      datasetUuid: names.has(tenant, datasetUuid) ? datasetUuid : UNKNOWN,
      ruleCode: names.rulesOf(tenant).has(ruleCode) ? ruleCode : UNKNOWN,
    };
    const series = this.#history.find(id);
    if (series < 0) this.#missing.set(JSON.stringify([id.tenantId, id.datasetUuid, id.ruleCode]), id);
    return series;
  }

  /** Adds the series that {@link find} could not find. Earlier indices become invalid. */
  extend(): void {
    const alsoSeries = [...this.#history.series, ...this.#missing.values()];
    this.#missing = new Map();
    this.#history = SeriesHistory.fromPanel(this.#panel(), { alsoSeries });
  }
}

/** Names without an order: the keys of a set or a map. */
type Names = Pick<ReadonlyMap<string, unknown>, 'size' | 'keys'>;

/** The tenants, datasets and rules that the history or the training has seen. */
class KnownNames {
  /** Datasets of each tenant. */
  readonly #datasets = new Map<string, Set<string>>();
  /** Rules of each tenant: those it has results of, and those of the training. */
  readonly #rules = new Map<string, Set<string>>();
  readonly #trainedRules: ReadonlySet<string>;
  readonly #tenantsOfDataset = new Map<string, Set<string>>();
  /** By dataset, then rule. */
  readonly #tenantsOfSeries = new Map<string, Map<string, Set<string>>>();

  constructor(keys: readonly SeriesId[], { features }: FeatureContract) {
    const dictionary = (name: string) => features.find((feature) => feature.name === name);
    this.#trainedRules = new Set(dictionary('rule_code')?.categories);
    for (const { tenantId, datasetUuid, ruleCode } of keys) {
      this.#add(tenantId, datasetUuid);
      let ofRules = this.#tenantsOfSeries.get(datasetUuid);
      if (!ofRules) this.#tenantsOfSeries.set(datasetUuid, (ofRules = new Map()));
      added(ofRules, ruleCode, tenantId);
    }
    const { categories = [], tenants = [] } = dictionary('dataset_uuid') ?? {};
    categories.forEach((dataset, i) => this.#add(tenants[i]!, dataset));
    for (const { tenantId, ruleCode } of keys) this.rulesOf(tenantId).add(ruleCode);
  }

  get datasets(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#datasets;
  }

  rulesOf(tenantId: string): Set<string> {
    let rules = this.#rules.get(tenantId);
    if (!rules) this.#rules.set(tenantId, (rules = new Set(this.#trainedRules)));
    return rules;
  }

  has(tenantId: string, datasetUuid: string): boolean {
    return this.#datasets.get(tenantId)?.has(datasetUuid) ?? false;
  }

  hasTenant(tenantId: string): boolean {
    return this.#datasets.has(tenantId);
  }

  tenantsFor(datasetUuid: string, ruleCode: string): Names {
    return (
      this.#tenantsOfSeries.get(datasetUuid)?.get(ruleCode) ?? this.#tenantsOfDataset.get(datasetUuid) ?? this.#datasets
    );
  }

  #add(tenantId: string, datasetUuid: string): void {
    added(this.#datasets, tenantId, datasetUuid);
    added(this.#tenantsOfDataset, datasetUuid, tenantId);
  }
}

function added(sets: Map<string, Set<string>>, key: string, value: string): void {
  const values = sets.get(key);
  if (values) values.add(value);
  else sets.set(key, new Set([value]));
}

function standIns(names: KnownNames): SeriesId[] {
  const ids = [...names.datasets.keys(), UNKNOWN].flatMap((tenantId) =>
    [...names.rulesOf(tenantId), UNKNOWN].map((ruleCode) => ({ tenantId, datasetUuid: UNKNOWN, ruleCode })),
  );
  let pairs = 0;
  for (const [tenantId, datasets] of names.datasets) {
    for (const datasetUuid of datasets) ids.push({ tenantId, datasetUuid, ruleCode: UNKNOWN });
    pairs += datasets.size * names.rulesOf(tenantId).size;
  }
  if (pairs > MAX_PREPARED_SERIES) return ids;
  for (const [tenantId, datasets] of names.datasets) {
    for (const datasetUuid of datasets) {
      for (const ruleCode of names.rulesOf(tenantId)) ids.push({ tenantId, datasetUuid, ruleCode });
    }
  }
  return ids;
}
