/**
 * What a tool says about one of its checks beside its results, by the series that the results became. It explains a
 * series to people and changes no count. A member that the tool does not tell is absent, never empty.
 */
export interface SeriesFact {
  readonly source: string;
  readonly tenantId: string;
  readonly datasetUuid: string;
  readonly datasetName: string;
  readonly ruleCode: string;
  /** Who answers for it, as the tool writes it: a name, an address, a team; several between commas. */
  readonly owner?: string;
  /** Sorted, each once. */
  readonly tags?: readonly string[];
  /** How bad a failure is, in the tool's words and in lower case: `error`, `warn`, `critical`, … */
  readonly severity?: string;
  /** The importer that read it: `dbt`, `great-expectations`, … */
  readonly tool?: string;
  /** One sentence or more on what the check requires. */
  readonly description?: string;
  /** Where to read what to do, most likely an address. */
  readonly runbook?: string;
  /** Records of the dataset when the check last ran. */
  readonly rows?: number;
}
