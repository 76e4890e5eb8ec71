import { DqsError } from '../errors/dqs-error.js';
import { assertActor } from '../journal/actor.js';
import { canonicalJson, type JsonValue } from './canonical-json.js';
import { redact, type AuditSchema } from './redact.js';

/** Layout version of the bytes of an entry. */
export const AUDIT_SCHEMA_VERSION = 1;

/**
 * How an action ended. `denied`: it was not allowed, and nothing was done; `begun`: another entry tells how it ended, unless its
 * process ended first.
 */
export const AUDIT_OUTCOMES = ['done', 'denied', 'failed', 'begun'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** Something that somebody did, or was not allowed to do. */
export interface AuditEvent {
  readonly actor: {
    readonly id: string;
    /** For whom, where it is not for itself: a person whom a service acts for. */
    readonly onBehalfOf?: string | undefined;
  };
  /** Area and verb, such as `model.promote`. */
  readonly action: string;
  readonly targets: readonly { readonly kind: string; readonly id: string }[];
  readonly outcome: AuditOutcome;
  /** Number of the entry by which it had begun. */
  readonly closes?: number | undefined;
  /** The state before and after it, redacted by the schema of the action. */
  readonly before?: JsonValue | undefined;
  readonly after?: JsonValue | undefined;
  /** Where it came from, and why; recorded as it is, so nothing secret belongs here. */
  readonly context?: {
    readonly requestId?: string | undefined;
    readonly address?: string | undefined;
    readonly agent?: string | undefined;
    readonly reason?: string | undefined;
  };
}

/** An event as it was recorded. */
export interface AuditEntry extends AuditEvent {
  readonly schemaVersion: number;
  /** From 1, without gaps. */
  readonly number: number;
  /** Leaf hash of the bytes of the entry before, in hexadecimal; zeros before the first. */
  readonly previous: string;
  /** Random, so that a writer whose answer was lost knows its own entry. */
  readonly id: string;
  /** ISO 8601 time; never before that of the entry before. */
  readonly at: string;
}

/** Where an entry stands. */
export type AuditLink = Pick<AuditEntry, 'number' | 'previous' | 'id' | 'at'>;

const ACTION = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/;
const MAX_TARGETS = 1000;
/** Longest entry in bytes: what is greater is named in it by its digest. */
const MAX_ENTRY_BYTES = 64 * 1024;

/**
 * The bytes of an entry, RFC 8785.
 *
 * @param schema of what of `before` and `after` may be recorded; without one nothing of them is.
 * @throws DqsError `invalid-argument` for an event without actor or action, or one that is too long.
 */
export function entryBytes(event: AuditEvent, schema: AuditSchema | undefined, link: AuditLink): Buffer {
  assertEvent(event);
  const { actor, action, targets, outcome, closes, before, after, context } = event;
  const shown = (value: JsonValue | undefined) => (value === undefined ? undefined : redact(value, schema));
  const { id, onBehalfOf } = actor;
  const document = {
    ...{ schemaVersion: AUDIT_SCHEMA_VERSION, ...link, actor: { id, onBehalfOf }, action, outcome, closes },
    targets: targets.map((one) => ({ kind: one.kind, id: one.id })),
    ...{ before: shown(before), after: shown(after), context: context && { ...context } },
  };
  const bytes = Buffer.from(canonicalJson(document));
  if (bytes.byteLength > MAX_ENTRY_BYTES) {
    throw invalid(`an entry of at most ${MAX_ENTRY_BYTES} bytes`, `${bytes.byteLength}`);
  }
  return bytes;
}

function assertEvent({ actor, action, targets, outcome }: AuditEvent): void {
  assertActor(actor.id);
  if (actor.onBehalfOf !== undefined) assertActor(actor.onBehalfOf);
  if (!ACTION.test(action)) throw invalid('an action such as model.promote', JSON.stringify(action.slice(0, 80)));
  if (targets.length > MAX_TARGETS) throw invalid(`at most ${MAX_TARGETS} targets`, `${targets.length}`);
  if (!AUDIT_OUTCOMES.includes(outcome)) throw invalid(`an outcome: ${AUDIT_OUTCOMES.join(', ')}`, String(outcome));
}

/** The entry that bytes are; undefined if they are none. */
export function parseAuditEntry(bytes: Uint8Array): AuditEntry | undefined {
  try {
    const document = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()) as AuditEntry;
    const { number, previous, at } = document;
    const isLinked = Number.isSafeInteger(number) && typeof previous === 'string' && typeof at === 'string';
    return isLinked ? document : undefined;
  } catch {
    return undefined;
  }
}

function invalid(expected: string, got: string): DqsError {
  return new DqsError('invalid-argument', `expected ${expected}, got ${got}`);
}
