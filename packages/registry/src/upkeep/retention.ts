import { DqsError, MS_PER_HOUR, type ArtifactStore, type Clock } from '@dqs/core';

import { rollbackTarget } from '../aliases/rollback.js';
import type { ModelJournal } from '../journal/named-journal.js';
import type { ModelState, VersionSummary } from '../journal/state.js';
import { KEYS } from '../layout.js';
import { uploadTime } from '../versions/register.js';

/** What to keep. */
export interface RetentionRequest {
  /** How many of the last registered versions are always kept. @default 10 */
  readonly keepLast?: number;
  /** Age in milliseconds from which an upload without a version counts as abandoned. @default 1 hour */
  readonly uploadGraceMs?: number;
  /** Who does it. */
  readonly by: string;
  /** Only report. @default false */
  readonly dryRun?: boolean;
}

/** A version that stays, and the reason. */
export interface KeptVersion {
  readonly version: string;
  readonly because: string;
}

/** What retention keeps and removes. */
export interface RetentionPlan {
  readonly keep: readonly KeptVersion[];
  readonly remove: readonly string[];
  /** Uploads left by killed processes: they never became a version, or their version is retired. */
  readonly uploads: readonly string[];
  readonly isDryRun: boolean;
}

/** What retention works on. */
interface Workshop {
  readonly store: ArtifactStore;
  readonly clock: Clock;
  readonly journal: ModelJournal;
}

const DEFAULT_KEEP_LAST = 10;
const DEFAULT_GRACE_MS = MS_PER_HOUR;

/**
 * Retires versions that nothing needs. It keeps those an alias points at or would go back to, their ancestors, and the
 * last ones. The journal entry is written before files are deleted, so a concurrent promotion either comes first, and
 * the version stays, or finds it retired; a run killed in between is finished by the next.
 *
 * @throws DqsError `invalid-argument`.
 */
export async function retire(shop: Workshop, request: RetentionRequest): Promise<RetentionPlan> {
  const { keepLast = DEFAULT_KEEP_LAST, uploadGraceMs = DEFAULT_GRACE_MS, dryRun = false } = request;
  if (!Number.isInteger(keepLast) || keepLast < 1) {
    throw new DqsError('invalid-argument', `expected to keep at least the last version, got ${keepLast}`);
  }
  const { store, journal, clock } = shop;
  const { place } = await journal.state();
  const found = await uploadsIn(store, place);
  let plan: RetentionPlan | undefined;
  await journal.append((state) => {
    const { keep, remove } = planVersions(state, keepLast);
    const before = clock.now() - uploadGraceMs;
    const uploads = leftUploads(state, found, before);
    plan = { keep, remove, uploads, isDryRun: dryRun };
    const news = uploads.filter((upload) => !isKnownLeft(state, upload));
    if (dryRun || (remove.length === 0 && news.length === 0)) return undefined;
    return { kind: 'removed', versions: remove, uploads: news };
  }, request.by);
  if (!dryRun) await deleteFiles(shop, found);
  return plan!;
}

function planVersions(state: ModelState, keepLast: number): { keep: KeptVersion[]; remove: string[] } {
  const present = state.versions.filter(({ isRemoved }) => !isRemoved);
  const reasons = new Map<string, string>();
  const keep = (version: string | undefined | null, because: string) => {
    if (version && !reasons.has(version)) reasons.set(version, because);
  };
  for (const [alias, { version }] of Object.entries(state.aliases)) keep(version, `${alias} points at it`);
  for (const alias of Object.keys(state.aliases)) keep(rollbackTarget(state, alias), `${alias} would go back to it`);
  const byVersion = new Map(state.versions.map((summary) => [summary.version, summary]));
  for (const version of [...reasons.keys()]) {
    for (const ancestor of ancestorsOf(byVersion, version)) keep(ancestor, `an ancestor of ${version}`);
  }
  for (const { version } of present.slice(-keepLast)) keep(version, `one of the last ${keepLast}`);
  return {
    keep: present.flatMap(({ version }) => (reasons.has(version) ? [{ version, because: reasons.get(version)! }] : [])),
    remove: present.flatMap(({ version }) => (reasons.has(version) ? [] : [version])),
  };
}

function ancestorsOf(byVersion: ReadonlyMap<string, VersionSummary>, version: string): string[] {
  const ancestors: string[] = [];
  // A parent is registered before its child, so the line ends.
  for (let at = byVersion.get(version)?.parent; at; at = byVersion.get(at)?.parent) ancestors.push(at);
  return ancestors;
}

/** Uploads of a model with the keys of their files. */
async function uploadsIn(store: ArtifactStore, place: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const prefix = KEYS.files(place);
  const uploads = new Map<string, string[]>();
  for (const key of await store.list(prefix)) {
    const upload = key.slice(prefix.length).split('/')[0]!;
    uploads.set(upload, [...(uploads.get(upload) ?? []), key]);
  }
  return uploads;
}

function leftUploads(state: ModelState, found: ReadonlyMap<string, unknown>, before: number): string[] {
  const used = new Set(state.versions.filter(({ isRemoved }) => !isRemoved).map(({ upload }) => upload));
  // A name without a time was not written by this program; nothing is known about it, so it stays.
  return [...found.keys()].filter(
    (upload) => !used.has(upload) && (isKnownLeft(state, upload) || uploadTime(upload) <= before),
  );
}

/** True if the journal already records that an upload is no longer needed. */
function isKnownLeft(state: ModelState, upload: string): boolean {
  return (
    state.abandoned.includes(upload) || state.versions.some((summary) => summary.upload === upload && summary.isRemoved)
  );
}

/** Deletes the files of everything that the journal records as no longer needed. */
async function deleteFiles({ store, journal }: Workshop, found: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const state = await journal.state();
  for (const [upload, keys] of found) {
    if (isKnownLeft(state, upload)) await Promise.all(keys.map((key) => store.delete(key)));
  }
}
