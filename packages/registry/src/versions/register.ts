import { randomBytes } from 'node:crypto';

import { DqsError, type ArtifactStore, type Clock } from '@dqs/core';

import { FACTS, type Entry, type Registered, type VersionFacts } from '../journal/entries.js';
import type { ModelJournal } from '../journal/named-journal.js';
import type { ModelState } from '../journal/state.js';
import { assertNote } from '../texts.js';
import { assertFiles, describeFiles, writeFiles } from './files.js';
import { nextVersion, type NumberingWish } from './numbering.js';

/** A version to register. */
export interface RegisterRequest extends NumberingWish {
  /** The files of the version by plain name; they are stored unchanged. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly facts: VersionFacts;
  /** Who registers it. */
  readonly by: string;
  /** A sentence for people. */
  readonly note?: string;
  /** The version it follows. @default the last registered version */
  readonly parent?: string;
}

/** What registering works on. */
interface Workshop {
  readonly store: ArtifactStore;
  readonly clock: Clock;
  readonly journal: ModelJournal;
  /** Lists the model's name again if the version restored a deleted model. */
  readonly relist: () => Promise<unknown>;
}

/**
 * Registers a version: writes its files to a new place, then the journal entry that makes it a version. A process
 * killed before the entry leaves an invisible upload that gc removes; after it the version exists.
 *
 * @throws DqsError `invalid-argument`, `version-exists`, `version-unknown` if the parent does not exist.
 */
export async function register(shop: Workshop, request: RegisterRequest): Promise<Entry<Registered>> {
  assertFiles(request.files);
  const facts = checkedFacts(request.facts);
  assertNote(request.note);
  const { store, journal } = shop;
  const { place } = await journal.state();
  let isBack = false;
  for (;;) {
    const upload = newUpload(shop.clock);
    await writeFiles(store, { place, upload }, request.files);
    const entry = await journal.append(async (state) => {
      // gc abandoned this upload while it was in progress and may have deleted its files, so retry under a new name.
      if (state.abandoned.includes(upload)) return undefined;
      isBack = state.deleted !== null;
      return bodyOf(journal, state, { ...request, facts }, upload);
    }, request.by);
    if (!entry) continue;
    if (isBack) await shop.relist();
    return entry as Entry<Registered>;
  }
}

/** A unique name; the uploads of a model sort by time. */
function newUpload(clock: Clock): string {
  const time = new Date(clock.now()).toISOString().replace(/[-:.]/g, '');
  return `${time}-${randomBytes(6).toString('hex')}`;
}

/** Milliseconds since 1970 at which an upload began; NaN for an invalid name. */
export function uploadTime(upload: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-/.exec(upload);
  if (!parts) return Number.NaN;
  const [, year, month, day, hour, minute, second, ms] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
}

async function bodyOf(
  journal: ModelJournal,
  state: ModelState,
  request: RegisterRequest,
  upload: string,
): Promise<Registered> {
  const { files, facts, note } = request;
  const parent = parentOf(state, request.parent);
  const parentFacts = parent && ((await journal.entry(parent.entry)) as Entry<Registered>).body.facts;
  return {
    kind: 'registered',
    ...nextVersion(state, facts, parentFacts, request),
    sequence: state.versions.length + 1,
    upload,
    files: describeFiles(files),
    facts,
    parent: parent?.version ?? null,
    note,
  };
}

function parentOf(state: ModelState, version: string | undefined) {
  if (version === undefined) return state.versions.at(-1);
  const found = state.versions.find((summary) => summary.version === version);
  if (found) return found;
  throw new DqsError('version-unknown', `expected the parent to be a version of ${state.model}, got ${version}`, {
    details: { model: state.model, version },
  });
}

function checkedFacts(facts: VersionFacts): VersionFacts {
  const result = FACTS.safeParse(facts);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new DqsError('invalid-argument', `the facts of the version are invalid: ${problems.join('; ')}`, {
    details: { problems },
  });
}
