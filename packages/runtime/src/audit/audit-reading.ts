import { DqsError, type Hooks } from '@dqs/core';
import {
  parseAuditEntry,
  signCheckpoint,
  verifyAudit,
  type AuditEntry,
  type AuditEvent,
  type AuditReport,
  type Checkpoint,
  type JournalReport,
} from '@dqs/core/audit';

import type { AnchorWriter } from './anchors.js';
import { filterText, fits, type AuditFilter } from './audit-filter.js';
import type { Audit } from './audit.js';
import type { SigningKeys } from './signing-keys.js';

/** An entry, and the bytes that it has. */
export interface ReadEntry {
  readonly entry: AuditEntry;
  readonly bytes: Uint8Array;
}

/** What a verification found of a log and of its journal. Survives JSON. */
export interface AuditLogReport extends AuditReport {
  /** Null where no journal follows. */
  readonly journal: JournalReport | null;
}

/** Entries that are read at a time. */
const PAGE = 1000;

/**
 * Entries as they were written, the oldest first. The reading is recorded before: who has looked can be seen by all who look
 * later.
 *
 * @param reader who reads, and in which context.
 * @throws DqsError `audit-corrupt` for an entry that cannot be read any more.
 */
export async function readAudit(
  audit: Audit,
  reader: Pick<AuditEvent, 'actor' | 'context'>,
  filter: AuditFilter = {},
): Promise<readonly ReadEntry[]> {
  const own = await recordReading(audit, reader, filter);
  const found: ReadEntry[] = [];
  const { last = Number.POSITIVE_INFINITY, from = Number.NEGATIVE_INFINITY } = filter;
  for (let before = Math.min(own, filter.before ?? own); ; ) {
    const page = await audit.entries.before(before, PAGE);
    for (const { number, bytes } of page) {
      const entry = parseAuditEntry(bytes) ?? throwUnreadable(number);
      if (found.length >= last || Date.parse(entry.at) < from) return found.reverse();
      if (fits(entry, filter)) found.push({ entry, bytes });
    }
    if (page.length < PAGE) return found.reverse();
    before = page.at(-1)!.number;
  }
}

/**
 * As {@link readAudit}, the bytes alone, in batches: all of a log is never held at once.
 *
 * @param filter that asks for all reads entries that are none any more, too.
 */
export async function* auditBytes(
  audit: Audit,
  reader: Pick<AuditEvent, 'actor' | 'context'>,
  filter: AuditFilter = {},
): AsyncGenerator<readonly Uint8Array[]> {
  if (Object.values(filter).some((value) => value !== undefined)) {
    yield (await readAudit(audit, reader, filter)).map(({ bytes }) => bytes);
    return;
  }
  const own = await recordReading(audit, reader, filter);
  yield* audit.entries.batches(own);
}

/**
 * Whether a log holds what it held when its anchors were written, and what its journal holds.
 *
 * @param anchors checkpoints whose signatures were checked.
 */
export async function verifyAuditOf(
  { entries, journal }: Pick<Audit, 'entries' | 'journal'>,
  anchors: readonly Checkpoint[] = [],
  hooks: Pick<Hooks, 'signal'> = {},
): Promise<AuditLogReport> {
  // The journal first: what is added meanwhile counts as not yet copied.
  const check = await journal?.check(hooks);
  const compare = check && ((number: number, hash: string) => check.compare(number, hash));
  const report = await verifyAudit(entries.batches(), anchors, compare);
  const copies = check?.report() ?? null;
  const isCopy = copies === null || copies.problems.length + copies.damaged.length === 0;
  return { ...report, isIntact: report.isIntact && isCopy, journal: copies };
}

/**
 * Records that a log is anchored, signs a checkpoint of it and writes it to where it is kept.
 *
 * @param to with its name for the record.
 * @throws DqsError `audit-corrupt`, and nothing is anchored, if the entries do not follow each other; as `write`.
 */
export async function anchorAudit(
  audit: Audit,
  by: Pick<AuditEvent, 'actor' | 'context'>,
  keys: SigningKeys,
  to: AnchorWriter & { readonly place: string },
): Promise<Checkpoint> {
  const act = { ...by, action: 'audit.anchor', targets: [{ kind: 'anchor', id: to.place }] };
  const write = async () => {
    const { problems, entries: size, root } = await verifyAudit(audit.entries.batches());
    if (problems[0]) throw new DqsError('audit-corrupt', `nothing is anchored: ${problems[0].problem}`);
    const checkpoint = { origin: keys.origin, size, root };
    await to.write(signCheckpoint(checkpoint, keys.signer));
    return checkpoint;
  };
  return audit.around(act, write, ({ size, root }) => ({ after: { size, root } }));
}

/** @returns the number of its entry, which the reading does not reach. */
function recordReading(audit: Audit, reader: Pick<AuditEvent, 'actor' | 'context'>, filter: AuditFilter) {
  const targets = [{ kind: 'audit', id: filterText(filter) }];
  return audit.record({ ...reader, action: 'audit.read', targets, outcome: 'done' });
}

function throwUnreadable(number: number): never {
  const message = `entry ${number} of the audit log was changed: it is no entry; dqs audit verify tells what else was`;
  throw new DqsError('audit-corrupt', message, { details: { number } });
}
