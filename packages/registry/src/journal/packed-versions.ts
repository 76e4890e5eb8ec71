import type { VersionSummary } from './state.js';

/** One version in a row: number, journal entry, ISO 8601 time, who, upload, place of its parent, error. */
export type PackedVersion = [string, number, string, string, string, number, number | null];

/** Stands for a version without a parent. */
const NO_PARENT = -1;

/** Versions in as few bytes as text allows, since a snapshot of thousands is read whenever a program starts. */
export interface PackedVersions {
  /** In the order of registration, which numbers them. */
  readonly rows: readonly PackedVersion[];
  /** Tags by place in `rows`, only of versions that have some. */
  readonly tags: Readonly<Record<string, VersionSummary['tags']>>;
  /** Places of retired versions. */
  readonly removed: readonly number[];
}

/** Versions as they are saved; {@link unpackVersions} gives the same ones back. */
export function packVersions(versions: readonly VersionSummary[]): PackedVersions {
  const places = new Map(versions.map(({ version }, place) => [version, place]));
  const rows = versions.map(({ version, entry, at, by, upload, parent, error }) => {
    const row: PackedVersion = [version, entry, at, by, upload, NO_PARENT, error];
    if (parent !== null) row[5] = places.get(parent) ?? NO_PARENT;
    return row;
  });
  const tagged = versions.flatMap(({ tags }, place) => (Object.keys(tags).length > 0 ? [[place, tags] as const] : []));
  const removed = versions.flatMap(({ isRemoved }, place) => (isRemoved ? [place] : []));
  return { rows, tags: Object.fromEntries(tagged), removed };
}

/** Versions as they were packed. */
export function unpackVersions({ rows, tags, removed }: PackedVersions): VersionSummary[] {
  const gone = new Set(removed);
  return rows.map(([version, entry, at, by, upload, parent, error], place) => ({
    version,
    sequence: place + 1,
    entry,
    at,
    by,
    upload,
    parent: rows[parent]?.[0] ?? null,
    error,
    tags: tags[place] ?? {},
    isRemoved: gone.has(place),
  }));
}
