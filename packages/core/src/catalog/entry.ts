/** What entries of a catalog set, and where. */
export const CATALOG_FIELDS = ['owner', 'target', 'importance', 'tags', 'runbook'] as const;
/** What entries match on. */
export const MATCH_FIELDS = ['source', 'tenant', 'dataset', 'rule', 'tags'] as const;

/** Name of a field that entries set. */
export type CatalogField = (typeof CATALOG_FIELDS)[number];
/** Name of a field that entries match on. */
export type MatchField = (typeof MATCH_FIELDS)[number];

/** What may be set for a series. */
export interface CatalogValues {
  /** Who answers for it: a name, an address, a team. */
  readonly owner?: string;
  /** The pass percentage that a day should reach, in [0, 100]. */
  readonly target?: number;
  /** From 1, hardly any, to 5. */
  readonly importance?: number;
  readonly tags?: readonly string[];
  /** Where to read what to do. */
  readonly runbook?: string;
}

/** One entry of a catalog file. */
export interface CatalogEntry {
  /** Patterns by field; a field matches if one of its patterns does, an entry if all of its fields do. */
  readonly match: Readonly<Partial<Record<MatchField, readonly string[]>>>;
  readonly set: CatalogValues;
  /** Line of the entry, from 1. */
  readonly line: number;
  /** Line of each field that it sets. */
  readonly lines: Readonly<Partial<Record<CatalogField, number>>>;
}
