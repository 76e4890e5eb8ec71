import { GATE_VERDICTS, type GateReport } from '@dqs/core';
import { z } from 'zod';

import { dictionaryOf } from '../dictionary.js';
import { corrupt } from '../errors.js';

/** Layout version of entries; a reader refuses any other. */
export const ENTRY_SCHEMA_VERSION = 1;

const TEXT = z.string().min(1);
const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);
const ANYTHING = dictionaryOf(z.unknown());

const LINEAGE = z.object({
  dataFingerprint: z.string(),
  codeVersion: z.string(),
  parameters: ANYTHING,
  seed: z.number(),
});

/** What a registry knows about a version: enough to number it and to judge it later without reading its files. */
export const FACTS = z.object({
  contractDigest: TEXT,
  methodDigest: TEXT,
  lineage: LINEAGE,
  validation: z
    .object({
      error: z.number(),
      naiveError: z.number().nullable(),
      crps: z.number().optional(),
      naiveCrps: z.number().nullable().optional(),
      rows: z.int().min(0),
    })
    .nullable(),
  metadata: ANYTHING,
});

/** Hash and size of files, by name. */
export const FILES = dictionaryOf(z.object({ sha256: SHA256, bytes: z.int().min(0) }));

const GATES: z.ZodType<GateReport> = z.object({
  passed: z.boolean(),
  checks: z.array(
    z.looseObject({
      name: TEXT,
      verdict: z.enum(GATE_VERDICTS),
      reason: z.string(),
      value: z.number().nullable().default(null),
      threshold: z.number().nullable().default(null),
    }),
  ),
});

const REGISTERED = z.object({
  kind: z.literal('registered'),
  version: TEXT,
  sequence: z.int().min(1),
  upload: TEXT,
  files: FILES,
  facts: FACTS,
  parent: TEXT.nullable(),
  bump: z.enum(['first', 'major', 'minor', 'patch', 'given']),
  because: z.string(),
  note: z.string().optional(),
});

const MOVED = z.object({
  kind: z.literal('moved'),
  alias: TEXT,
  from: TEXT.nullable(),
  to: TEXT,
  how: z.enum(['promoted', 'overridden', 'rolled-back']),
  reason: z.string().optional(),
  gates: GATES.optional(),
  undoes: z.int().optional(),
  override: z.boolean().optional(),
  evidence: ANYTHING.optional(),
});

const REFUSED = z.object({
  kind: z.literal('refused'),
  alias: TEXT,
  from: TEXT.nullable(),
  to: TEXT,
  gates: GATES,
});

const TAGS = dictionaryOf(z.string().nullable());
const REASON = z.string().optional();
const TAGGED = z.object({ kind: z.literal('tagged'), version: TEXT, tags: TAGS, reason: REASON });
const MODEL_TAGGED = z.object({ kind: z.literal('model-tagged'), tags: TAGS, reason: REASON });
const NOTED = z.object({
  kind: z.literal('noted'),
  version: TEXT.nullable(),
  note: z.string().nullable(),
  reason: REASON,
});
const ALIAS_DELETED = z.object({ kind: z.literal('alias-deleted'), alias: TEXT, from: TEXT, reason: z.string() });
const REMOVED = z.object({
  kind: z.literal('removed'),
  versions: z.array(TEXT),
  uploads: z.array(TEXT),
  reason: REASON,
});
const RENAMED = z.object({ kind: z.literal('renamed'), from: TEXT, to: TEXT, reason: z.string() });
const DELETED = z.object({ kind: z.literal('deleted'), versions: z.array(TEXT), reason: z.string() });

const BODY = z.discriminatedUnion('kind', [
  REGISTERED,
  MOVED,
  REFUSED,
  TAGGED,
  MODEL_TAGGED,
  NOTED,
  ALIAS_DELETED,
  REMOVED,
  RENAMED,
  DELETED,
]);

const ENTRY = z.object({
  schemaVersion: z.literal(ENTRY_SCHEMA_VERSION),
  model: TEXT,
  number: z.int().min(1),
  previous: SHA256,
  id: TEXT,
  at: z.iso.datetime(),
  by: TEXT,
  body: BODY,
});

/** How a model was made. */
export type Lineage = z.output<typeof LINEAGE>;

/**
 * The facts supplied with a version's files. `contractDigest` identifies what callers rely on (names, order and kinds
 * of features, horizon); a different one is a major change. `methodDigest` identifies how the model is built (feature
 * spec, backend, objective); a different one is a minor change. `validation` is its error on days it was not trained
 * on, and its CRPS unless it was registered by a version that did not measure one.
 */
export type VersionFacts = z.output<typeof FACTS>;

/** sha256 and size of the files of a version, by name. */
export type VersionFiles = z.output<typeof FILES>;

/** A version was registered. */
export type Registered = z.output<typeof REGISTERED>;
/** An alias was pointed at a version; `override` if a rollback went to a version that was there by override only. */
export type Moved = z.output<typeof MOVED>;
/** A promotion was refused by its gates; nothing moved. */
export type Refused = z.output<typeof REFUSED>;
/** Tags of a version changed; null removes one. */
export type Tagged = z.output<typeof TAGGED>;
/** Tags of the model itself changed; null removes one. */
export type ModelTagged = z.output<typeof MODEL_TAGGED>;
/** The note of a version, or of the model if `version` is null, was replaced; null for none. */
export type Noted = z.output<typeof NOTED>;
/** An alias was deleted. */
export type AliasDeleted = z.output<typeof ALIAS_DELETED>;
/** Versions were retired and uploads without a version abandoned, before their files were deleted. */
export type Removed = z.output<typeof REMOVED>;
/** The model was renamed. */
export type Renamed = z.output<typeof RENAMED>;
/** The model was deleted, with the versions it had. */
export type Deleted = z.output<typeof DELETED>;

/** What happened, by kind. */
export type EntryBody =
  | Registered
  | Moved
  | Refused
  | Tagged
  | ModelTagged
  | Noted
  | AliasDeleted
  | Removed
  | Renamed
  | Deleted;

/** One entry of a model's journal. */
export type Entry<B extends EntryBody = EntryBody> = Omit<z.output<typeof ENTRY>, 'body'> & { readonly body: B };

/**
 * The entry that an unsealed document is.
 *
 * @throws DqsError `registry-corrupt` that names the key, also if a different entry belongs there.
 */
export function parseEntry(
  document: unknown,
  at: { readonly key: string; readonly model: string; readonly number: number },
): Entry {
  const result = ENTRY.safeParse(document);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw corrupt(at.key, `it is not a journal entry this version can read (${problems.join('; ')})`);
  }
  const entry = result.data as Entry;
  if (entry.model !== at.model || entry.number !== at.number) {
    throw corrupt(at.key, `it is entry ${entry.number} of ${entry.model}, which belongs elsewhere`);
  }
  return entry;
}
