import { dictionary, EMPTY } from '../dictionary.js';
import type { VersionSummary } from './state.js';

/** One version in a row: number, journal entry, ISO 8601 time, who, upload, place of its parent, error, place of its backend. */
export type PackedVersion = [string, number, string, string, string, number, number | null, number];

/** Stands for a version without a parent or a backend. */
const NONE = -1;

/** Versions in compact form, since a snapshot of thousands is read whenever a program starts. */
export interface PackedVersions {
  /** In order of registration; the position is the version's index. */
  readonly rows: readonly PackedVersion[];
  /** Distinct names of backends. */
  readonly backends: readonly string[];
  /** Tags as pairs, each version's preceded by its index in `rows`; only versions that have tags. */
  readonly tags: readonly (readonly [number, readonly (readonly [string, string])[]])[];
  /** Indexes of versions whose note was replaced, each with the number of the entry. */
  readonly noted: readonly (readonly [number, number])[];
  /** Indexes of retired versions. */
  readonly removed: readonly number[];
}

/** Versions in saved form; {@link unpackVersions} restores them. */
export function packVersions(versions: readonly VersionSummary[]): PackedVersions {
  const places = new Map(versions.map(({ version }, place) => [version, place]));
  const backends = [...new Set(versions.flatMap(({ backend }) => (backend === null ? [] : [backend])))];
  const rows = versions.map(({ version, entry, at, by, upload, parent, error, backend }) => {
    const row: PackedVersion = [version, entry, at, by, upload, NONE, error, NONE];
    if (parent !== null) row[5] = places.get(parent) ?? NONE;
    if (backend !== null) row[7] = backends.indexOf(backend);
    return row;
  });
  const tagged = versions.flatMap(({ tags }, place) => {
    const pairs = Object.entries(tags);
    return pairs.length > 0 ? [[place, pairs] as const] : [];
  });
  const noted = versions.flatMap((one, place) => (one.noted === one.entry ? [] : [[place, one.noted] as const]));
  const removed = versions.flatMap(({ isRemoved }, place) => (isRemoved ? [place] : []));
  return { rows, backends, tags: tagged, noted, removed };
}

/** Restores packed versions. */
export function unpackVersions({ rows, backends, tags, noted, removed }: PackedVersions): VersionSummary[] {
  const gone = new Set(removed);
  const tagged = new Map(tags.map(([place, pairs]) => [place, dictionary(pairs)]));
  const notes = new Map(noted);
  return rows.map(([version, entry, at, by, upload, parent, error, backend], place) => ({
    version,
    sequence: place + 1,
    entry,
    at,
    by,
    upload,
    parent: rows[parent]?.[0] ?? null,
    error,
    backend: backends[backend] ?? null,
    tags: tagged.get(place) ?? EMPTY,
    noted: notes.get(place) ?? entry,
    isRemoved: gone.has(place),
  }));
}
