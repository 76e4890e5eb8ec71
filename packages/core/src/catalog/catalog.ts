import { sha256 } from '../journal/sealed.js';
import type { SeriesFact } from '../series-fact.js';
import {
  CATALOG_FIELDS,
  MATCH_FIELDS,
  type CatalogEntry,
  type CatalogField,
  type CatalogValues,
  type MatchField,
} from './entry.js';
import { globMatcher } from './glob.js';
import { parseCatalog } from './parse-catalog.js';

/** A series as a catalog sees it. */
export type CatalogSeries = Pick<SeriesFact, 'source' | 'tenantId' | 'datasetUuid' | 'datasetName' | 'ruleCode'> &
  Partial<Pick<SeriesFact, 'owner' | 'tags' | 'runbook' | 'tool'>>;

/** A value and where it comes from. */
export interface Resolved<T> {
  readonly value: T;
  /** `file:line` of the catalog, or the tool that said it. */
  readonly from: string;
}

/** What a catalog says of a series; a field that nothing sets is absent. */
export type ResolvedSeries = { readonly [F in CatalogField]?: Resolved<NonNullable<CatalogValues[F]>> };

interface Matcher {
  readonly entry: CatalogEntry;
  readonly fields: readonly (readonly [MatchField, (text: string) => boolean])[];
}

/**
 * Who answers for a series, what it should reach and how much it matters: match rules from specific to general, of which
 * for each field the first that matches counts. A pure function of the file and the series.
 *
 * @example
 * const catalog = Catalog.parse(text, 'dqs.catalog.yaml');
 * catalog.resolve(series).owner; // { value: 'team-payments', from: 'dqs.catalog.yaml:6' }
 */
export class Catalog {
  readonly #matchers: readonly Matcher[];
  readonly #file: string;
  readonly entries: readonly CatalogEntry[];
  /** sha256 of what the catalog says; comments, blanks and the order of fields do not count. */
  readonly digest: string;

  constructor(entries: readonly CatalogEntry[], file: string) {
    this.entries = entries;
    this.#file = file;
    this.#matchers = entries.map((entry) => ({
      entry,
      fields: MATCH_FIELDS.flatMap((name) => {
        const patterns = entry.match[name];
        return patterns ? [[name, anyOf(patterns)] as const] : [];
      }),
    }));
    this.digest = sha256(JSON.stringify(entries.map(canonical)));
  }

  /**
   * The catalog that a text is.
   *
   * @throws DqsError `catalog-invalid`, see {@link parseCatalog}.
   */
  static parse(text: string, file: string): Catalog {
    return new Catalog(parseCatalog(text, file), file);
  }

  /**
   * What the catalog says of a series. What a tool says of it fills in: the owner and the runbook that no entry sets, and
   * its tags beside those that one sets. Entries that match on tags see the tool's, and those set by an entry above.
   */
  resolve(series: CatalogSeries): ResolvedSeries {
    const found = new Map<CatalogField, Resolved<unknown>>();
    let tags = new Set(series.tags ?? []);
    for (const { entry, fields } of this.#matchers) {
      if (!fields.every(([name, matches]) => textsOf(series, tags, name).some(matches))) continue;
      for (const field of CATALOG_FIELDS) {
        const value = entry.set[field];
        if (value === undefined || found.has(field)) continue;
        found.set(field, { value, from: `${this.#file}:${entry.lines[field] ?? entry.line}` });
        if (field === 'tags') tags = new Set([...(value as readonly string[]), ...tags]);
      }
    }
    this.#fillIn(found, series, tags);
    return Object.fromEntries(found) as ResolvedSeries;
  }

  /** Whether an entry matches a series, whatever comes before it. */
  matchesOf(series: CatalogSeries): readonly CatalogEntry[] {
    const tags = new Set([...(series.tags ?? []), ...(this.resolve(series).tags?.value ?? [])]);
    const isMatch = ({ fields }: Matcher) =>
      fields.every(([name, matches]) => textsOf(series, tags, name).some(matches));
    return this.#matchers.filter(isMatch).map(({ entry }) => entry);
  }

  #fillIn(found: Map<CatalogField, Resolved<unknown>>, series: CatalogSeries, tags: ReadonlySet<string>): void {
    const from = series.tool ?? 'the tool';
    if (series.owner !== undefined && !found.has('owner')) found.set('owner', { value: series.owner, from });
    if (series.runbook !== undefined && !found.has('runbook')) found.set('runbook', { value: series.runbook, from });
    if (tags.size === 0) return;
    const own = found.get('tags')?.from;
    const told = (series.tags ?? []).length > 0 ? from : undefined;
    found.set('tags', { value: [...tags], from: [own, told].filter((one) => one !== undefined).join(' and ') });
  }
}

/** A dataset is known by its uuid and by its name. */
function textsOf(series: CatalogSeries, tags: ReadonlySet<string>, field: MatchField): readonly string[] {
  switch (field) {
    case 'source':
      return [series.source];
    case 'tenant':
      return [series.tenantId];
    case 'dataset':
      return [series.datasetUuid, series.datasetName];
    case 'rule':
      return [series.ruleCode];
    case 'tags':
      return [...tags];
  }
}

function anyOf(patterns: readonly string[]): (text: string) => boolean {
  const matchers = patterns.map(globMatcher);
  const known = new Map<string, boolean>();
  return (text) => {
    let answer = known.get(text);
    if (answer === undefined) {
      answer = matchers.some((matches) => matches(text));
      // Many series share a source, a tenant, a rule.
      if (known.size < MOST_KNOWN) known.set(text, answer);
    }
    return answer;
  };
}

const MOST_KNOWN = 10_000;

/** What an entry says, in a fixed order. */
function canonical({ match, set }: CatalogEntry): unknown {
  const listed = (names: readonly string[], values: object) => {
    const known = new Map(Object.entries(values));
    return names.filter((name) => known.has(name)).map((name) => [name, known.get(name) as unknown]);
  };
  return [listed(MATCH_FIELDS, match), listed(CATALOG_FIELDS, set)];
}
