import semver from 'semver';

import { dictionary, EMPTY, withValue, type Dictionary } from '../dictionary.js';
import type { Deleted, Entry, Moved, Noted, Registered } from './entries.js';
import type { VersionSummary, AliasState, ModelState } from './state.js';

/** The state after one more entry. */
export function withEntry(state: ModelState, entry: Entry, hash: string): ModelState {
  return { ...state, ...changesOf(state, entry), entries: entry.number, head: hash, at: entry.at };
}

function changesOf(state: ModelState, entry: Entry): Partial<ModelState> {
  const { body, number } = entry;
  switch (body.kind) {
    case 'registered':
      return {
        deleted: null,
        highest: state.highest === '' || semver.gt(body.version, state.highest) ? body.version : state.highest,
        versions: [...state.versions, summaryOf(entry as Entry<Registered>)],
      };
    case 'moved': {
      const alias = moved(state.aliases[body.alias], entry as Entry<Moved>);
      return {
        aliases: withValue(state.aliases, body.alias, alias),
        moves: withMove(state.moves, body.alias, number),
      };
    }
    case 'refused':
      return { moves: withMove(state.moves, body.alias, number) };
    case 'alias-deleted':
      return {
        aliases: withValue(state.aliases, body.alias, undefined),
        moves: withMove(state.moves, body.alias, number),
      };
    case 'tagged':
      return { versions: changed(state.versions, body.version, ({ tags }) => ({ tags: withTags(tags, body.tags) })) };
    case 'model-tagged':
      return { tags: withTags(state.tags, body.tags) };
    case 'noted':
      return notedBy(state, body, number);
    case 'removed':
      return {
        versions: removedFrom(state.versions, body.versions),
        abandoned: [...state.abandoned, ...body.uploads],
      };
    case 'renamed':
      return { model: body.to };
    case 'deleted':
      return deletedBy(state, entry as Entry<Deleted>);
  }
}

function summaryOf({ body, number, at, by }: Entry<Registered>): VersionSummary {
  const { version, sequence, upload, parent, facts } = body;
  const error = facts.validation?.error ?? null;
  const backend = typeof facts.metadata['backend'] === 'string' ? facts.metadata['backend'] : null;
  const news = { backend, tags: EMPTY, noted: number, isRemoved: false };
  return { version, sequence, entry: number, at, by, upload, parent, error, ...news };
}

function moved(before: AliasState | undefined, { body, number, at, by }: Entry<Moved>): AliasState {
  const known = before?.promotions ?? [];
  const promotions =
    body.how === 'rolled-back'
      ? // A rollback past the previous version removes every promotion after the target.
        known.slice(0, known.findLastIndex(({ version }) => version === body.to) + 1)
      : [...known, { entry: number, version: body.to, isOverride: body.how === 'overridden' }];
  return { version: body.to, since: at, by, how: body.how, entry: number, promotions };
}

function withMove(moves: ModelState['moves'], alias: string, number: number): ModelState['moves'] {
  return withValue(moves, alias, [...(moves[alias] ?? []), number]);
}

function notedBy(state: ModelState, { version }: Noted, number: number): Partial<ModelState> {
  return version === null
    ? { noted: number }
    : { versions: changed(state.versions, version, () => ({ noted: number })) };
}

function deletedBy(state: ModelState, { body, at, by }: Entry<Deleted>): Partial<ModelState> {
  const { reason } = body;
  return { deleted: { at, by, reason }, versions: removedFrom(state.versions, body.versions), aliases: EMPTY };
}

function changed(
  versions: readonly VersionSummary[],
  version: string,
  change: (summary: VersionSummary) => Partial<VersionSummary>,
): VersionSummary[] {
  return versions.map((summary) => (summary.version === version ? { ...summary, ...change(summary) } : summary));
}

function removedFrom(versions: readonly VersionSummary[], removed: readonly string[]): VersionSummary[] {
  const gone = new Set(removed);
  return versions.map((summary) => (gone.has(summary.version) ? { ...summary, isRemoved: true } : summary));
}

/** Applies changes to tags. */
export function withTags(tags: Dictionary<string>, changes: Dictionary<string | null>): Dictionary<string> {
  const merged = new Map<string, string | null>([...Object.entries(tags), ...Object.entries(changes)]);
  return dictionary([...merged].filter((tag): tag is [string, string] => tag[1] !== null));
}
