import semver from 'semver';

import type { Entry, Moved } from './entries.js';

/** What is known of a version without reading its journal entry. */
export interface VersionSummary {
  /** SemVer 2.0. */
  readonly version: string;
  /** 1 for the first version of the model, then one more for each: the order of registration. */
  readonly sequence: number;
  /** Number of its journal entry. */
  readonly entry: number;
  /** ISO 8601 time of registration. */
  readonly at: string;
  readonly by: string;
  /** Where its files are. */
  readonly upload: string;
  /** The version it follows. */
  readonly parent: string | null;
  /** Mean absolute error on days it was not trained on; null where it was not measured. */
  readonly error: number | null;
  readonly tags: Readonly<Record<string, string>>;
  /** True where retention has retired it: its number stays taken, its files are gone. */
  readonly isRemoved: boolean;
}

/** Where an alias points, and since when. */
export interface AliasState {
  readonly version: string;
  /** ISO 8601 time of the last move. */
  readonly since: string;
  readonly by: string;
  readonly how: Moved['how'];
  /** Number of the journal entry of the last move. */
  readonly entry: number;
  /** Promotions that are not undone, oldest first; the last one is where the alias points. */
  readonly promotions: readonly { readonly entry: number; readonly version: string }[];
}

/** A model after some journal entry: everything follows from the entries up to it. Survives JSON. */
export interface ModelState {
  readonly model: string;
  /** Number of the last entry; 0 before the first. */
  readonly entries: number;
  /** Hash of the last entry; zeros before the first. */
  readonly head: string;
  /** ISO 8601 time of the last entry; empty before the first. */
  readonly at: string;
  /** The highest version there ever was (SemVer precedence); empty before the first. */
  readonly highest: string;
  /** In the order of registration. */
  readonly versions: readonly VersionSummary[];
  readonly aliases: Readonly<Record<string, AliasState>>;
  /** Numbers of the entries that moved an alias or refused to, oldest first, by alias. */
  readonly moves: Readonly<Record<string, readonly number[]>>;
  /** Uploads that no version may use any more. */
  readonly abandoned: readonly string[];
}

/** The state before the first entry. */
export function emptyState(model: string): ModelState {
  return {
    model,
    entries: 0,
    head: '0'.repeat(64),
    at: '',
    highest: '',
    versions: [],
    aliases: {},
    moves: {},
    abandoned: [],
  };
}

/** The state after one more entry. */
export function withEntry(state: ModelState, entry: Entry, hash: string): ModelState {
  return { ...state, ...changesOf(state, entry), entries: entry.number, head: hash, at: entry.at };
}

function changesOf(state: ModelState, entry: Entry): Partial<ModelState> {
  const { body } = entry;
  switch (body.kind) {
    case 'registered':
      return {
        highest: state.highest === '' || semver.gt(body.version, state.highest) ? body.version : state.highest,
        versions: [...state.versions, summaryOf(entry as Entry<typeof body>)],
      };
    case 'moved':
      return {
        aliases: { ...state.aliases, [body.alias]: moved(state.aliases[body.alias], entry as Entry<Moved>) },
        moves: withMove(state.moves, body.alias, entry.number),
      };
    case 'refused':
      return { moves: withMove(state.moves, body.alias, entry.number) };
    case 'tagged':
      return {
        versions: mapVersion(state.versions, body.version, (v) => ({ ...v, tags: withTags(v.tags, body.tags) })),
      };
    case 'removed': {
      const gone = new Set(body.versions);
      const versions = state.versions.map((v) => (gone.has(v.version) ? { ...v, isRemoved: true } : v));
      return { versions, abandoned: [...state.abandoned, ...body.uploads] };
    }
  }
}

function summaryOf({ body, number, at, by }: Entry<Extract<Entry['body'], { kind: 'registered' }>>): VersionSummary {
  const { version, sequence, upload, parent, facts } = body;
  const error = facts.validation?.error ?? null;
  return { version, sequence, entry: number, at, by, upload, parent, error, tags: {}, isRemoved: false };
}

function moved(before: AliasState | undefined, { body, number, at, by }: Entry<Moved>): AliasState {
  const known = before?.promotions ?? [];
  const promotions =
    body.how === 'rolled-back'
      ? // A rollback to an older version than the last takes away everything that came after it.
        known.slice(0, known.findLastIndex(({ version }) => version === body.to) + 1)
      : [...known, { entry: number, version: body.to }];
  return { version: body.to, since: at, by, how: body.how, entry: number, promotions };
}

function withMove(moves: ModelState['moves'], alias: string, number: number): ModelState['moves'] {
  return { ...moves, [alias]: [...(moves[alias] ?? []), number] };
}

function mapVersion(
  versions: readonly VersionSummary[],
  version: string,
  change: (summary: VersionSummary) => VersionSummary,
): VersionSummary[] {
  return versions.map((summary) => (summary.version === version ? change(summary) : summary));
}

function withTags(tags: VersionSummary['tags'], changes: Readonly<Record<string, string | null>>) {
  const merged = Object.entries({ ...tags, ...changes }).filter((tag): tag is [string, string] => tag[1] !== null);
  return Object.fromEntries(merged);
}
