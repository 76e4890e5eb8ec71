import type { EntryLink } from '@dqs/core/journal';
import * as z from 'zod/mini';

import { damaged } from './layout.js';

/** Layout version of entries; a reader refuses any other. */
const SCHEMA_VERSION = 1;

const count = z.int().check(z.nonnegative());
const number = z.int().check(z.gte(1));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const date = z.string().check(z.regex(/^\d{4,6}-\d{2}-\d{2}$/));
const panel = z.object({ sha256: hash, bytes: count });

const sourceDays = z.object({ source: z.string(), from: date, to: date, executions: count });

const delivered = z.object({
  kind: z.literal('delivered'),
  delivery: z.string(),
  version: number,
  replaces: z.nullable(number),
  name: z.string(),
  content: z.nullable(hash),
  panel,
  facts: z.optional(panel),
  series: count,
  executions: count,
  fails: count,
  errors: count,
  sources: z.array(sourceDays),
});

const compacted = z.object({
  kind: z.literal('compacted'),
  upTo: number,
  panel,
  deliveries: count,
  previous: z.nullable(number),
});

const entrySchema = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  number,
  previous: hash,
  id: z.string(),
  at: z.iso.datetime(),
  by: z.string(),
  body: z.discriminatedUnion('kind', [delivered, compacted]),
});

/** The days on which a source has results in a delivery, first to last. */
export type SourceDays = z.infer<typeof sourceDays>;

/** sha256 and size of a panel's bytes. */
export type PanelReference = z.infer<typeof panel>;

/** A delivery arrived: a first version, or (`replaces` names the entry before) a correction. */
export type Delivered = z.infer<typeof delivered>;

/** The deliveries up to an entry were merged into one panel; nothing was removed. */
export type Compacted = z.infer<typeof compacted>;

/** What happened. */
export type DeliveryBody = Delivered | Compacted;

/** One entry of the journal of deliveries; its time is when it arrived. */
export interface DeliveryEntry<B extends DeliveryBody = DeliveryBody> extends EntryLink {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly body: B;
}

/** Whether an entry is about a delivery. */
export function isDelivered(entry: DeliveryEntry): entry is DeliveryEntry<Delivered> {
  return entry.body.kind === 'delivered';
}

/** Whether an entry is about a snapshot. */
export function isCompacted(entry: DeliveryEntry): entry is DeliveryEntry<Compacted> {
  return entry.body.kind === 'compacted';
}

/** An entry ready to be sealed. */
export function composeEntry({ number: at, previous, id, at: time, by }: EntryLink, body: DeliveryBody): DeliveryEntry {
  return { schemaVersion: SCHEMA_VERSION, number: at, previous, id, at: time, by, body };
}

/**
 * The entry that an unsealed document is.
 *
 * @throws DqsError `deliveries-corrupt` that names the key, also for an entry that belongs elsewhere.
 */
export function parseEntry(document: unknown, at: { readonly key: string; readonly number: number }): DeliveryEntry {
  const parsed = entrySchema.safeParse(document);
  if (!parsed.success) {
    throw damaged(at.key, `it is no entry that this version can read (${z.prettifyError(parsed.error)})`);
  }
  if (parsed.data.number !== at.number) {
    throw damaged(at.key, `it is entry ${parsed.data.number}, which belongs elsewhere`);
  }
  return parsed.data;
}
