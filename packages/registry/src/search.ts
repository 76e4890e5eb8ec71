import { DqsError } from '@dqs/core';

import type { Dictionary } from './dictionary.js';
import type { ModelState, VersionSummary } from './journal/state.js';

/** Criteria for versions; all given criteria must match, omitted ones match everything. */
export interface VersionQuery {
  /** Part of the model's name. */
  readonly name?: string;
  /** Tags of the version: a value, or null for any value of that tag. */
  readonly tags?: Readonly<Record<string, string | null>>;
  /** Tags of the model, in the same form. */
  readonly modelTags?: Readonly<Record<string, string | null>>;
  readonly backend?: string;
  /** Who registered it. */
  readonly registeredBy?: string;
  /** An alias that points at it. */
  readonly alias?: string;
  /**
   * Bounds of its error on days it was not trained on, both included; a version without a measured error matches
   * neither.
   */
  readonly minError?: number;
  readonly maxError?: number;
  /** First and last moment of registration, milliseconds since 1970, both included. */
  readonly sinceMs?: number;
  readonly untilMs?: number;
  /** `newest` first, least `error` first (those not measured last), or by `name` and number. @default 'newest' */
  readonly sort?: 'newest' | 'error' | 'name';
  /** How many to skip. @default 0 */
  readonly offset?: number;
  /** How many to return at most, 1 to 1,000. @default 50 */
  readonly limit?: number;
}

/** A matching version. */
export interface FoundVersion extends Omit<VersionSummary, 'upload' | 'isRemoved'> {
  readonly model: string;
  /** Aliases that point at it, in order of name. */
  readonly aliases: readonly string[];
  readonly modelTags: Dictionary<string>;
}

/** One page of results. */
export interface FoundVersions {
  /** How many match, on all pages. */
  readonly total: number;
  readonly offset: number;
  readonly versions: readonly FoundVersion[];
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1000;

/**
 * Finds versions among models; retired ones are not found. The order is the same on every page: ties of time or error are
 * broken by name and number.
 *
 * @throws DqsError `invalid-argument` for an invalid page.
 */
export function search(states: readonly ModelState[], query: VersionQuery): FoundVersions {
  const { offset = 0, limit = DEFAULT_LIMIT, sort = 'newest' } = query;
  assertPage(offset, limit);
  const found = states.flatMap((state) => (fitsModel(state, query) ? versionsOf(state, query) : []));
  found.sort(ORDERS[sort]);
  return { total: found.length, offset, versions: found.slice(offset, offset + limit) };
}

function assertPage(offset: number, limit: number): void {
  if (Number.isInteger(offset) && offset >= 0 && Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return;
  throw new DqsError(
    'invalid-argument',
    `expected an offset from 0 and a limit of 1 to ${MAX_LIMIT}, got ${offset} and ${limit}`,
  );
}

function fitsModel({ model, tags }: ModelState, { name = '', modelTags = {} }: VersionQuery): boolean {
  return model.includes(name) && hasTags(tags, modelTags);
}

function versionsOf({ model, versions, aliases, tags: modelTags }: ModelState, query: VersionQuery): FoundVersion[] {
  const pointing = new Map<string, string[]>();
  for (const alias of Object.keys(aliases).sort()) {
    const { version } = aliases[alias]!;
    pointing.set(version, [...(pointing.get(version) ?? []), alias]);
  }
  const found: FoundVersion[] = [];
  for (const { upload: _, isRemoved, ...summary } of versions) {
    const names = pointing.get(summary.version) ?? [];
    if (!isRemoved && fits(summary, names, query)) found.push({ model, ...summary, aliases: names, modelTags });
  }
  return found;
}

function fits(
  { tags, backend, by, error, at }: Omit<VersionSummary, 'upload' | 'isRemoved'>,
  aliases: readonly string[],
  query: VersionQuery,
): boolean {
  const { minError = Number.NEGATIVE_INFINITY, maxError = Number.POSITIVE_INFINITY } = query;
  const { sinceMs = Number.NEGATIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY } = query;
  const isBounded = query.minError !== undefined || query.maxError !== undefined;
  const time = Date.parse(at);
  return (
    (query.backend === undefined || backend === query.backend) &&
    (query.registeredBy === undefined || by === query.registeredBy) &&
    (query.alias === undefined || aliases.includes(query.alias)) &&
    (!isBounded || (error !== null && error >= minError && error <= maxError)) &&
    time >= sinceMs &&
    time <= untilMs &&
    hasTags(tags, query.tags ?? {})
  );
}

function hasTags(tags: Dictionary<string>, asked: Readonly<Record<string, string | null>>): boolean {
  return Object.entries(asked).every(([name, text]) => (text === null ? name in tags : tags[name] === text));
}

const byName = (a: FoundVersion, b: FoundVersion) =>
  a.model < b.model ? -1 : a.model > b.model ? 1 : b.sequence - a.sequence;

const ORDERS = {
  name: byName,
  newest: (a: FoundVersion, b: FoundVersion) => (a.at < b.at ? 1 : a.at > b.at ? -1 : byName(a, b)),
  error: (a: FoundVersion, b: FoundVersion) => {
    const difference = (a.error ?? Number.POSITIVE_INFINITY) - (b.error ?? Number.POSITIVE_INFINITY);
    return difference < 0 ? -1 : difference > 0 ? 1 : byName(a, b);
  },
} as const;
