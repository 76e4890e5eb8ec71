import { DqsError } from '@dqs/core';

import type { Entry, Moved } from '../journal/entries.js';
import type { ModelJournal } from '../journal/named-journal.js';
import type { AliasState, ModelState } from '../journal/state.js';
import { unknownAlias } from '../reference.js';
import { assertGivenReason } from '../texts.js';

/** A promotion to undo. */
export interface RollbackRequest {
  readonly alias: string;
  readonly by: string;
  readonly reason: string;
  /** An earlier version that the alias pointed at; if undefined, the one before the current version. */
  readonly to?: string;
  /** Also allow a version that was there by override only because its gates had failed. @default false */
  readonly override?: boolean;
  /** Undo only this promotion, by the number of its journal entry; does nothing if it has already been undone. */
  readonly undoes?: number;
  /** The evidence for it, kept with the entry; survives JSON. */
  readonly evidence?: Readonly<Record<string, unknown>>;
}

/**
 * Points an alias back at its previous version, step by step through its promotions. Gates do not run again: the
 * version has been there before. A version that was there by override only because its gates had failed needs another
 * override.
 *
 * @returns the journal entry; undefined if the alias no longer rests on the promotion named by `undoes`.
 * @throws DqsError `version-unknown` if the alias does not exist or there is nothing to go back to, `gates-failed` for
 * a version that was there by override only, `invalid-argument` for an empty reason.
 */
export async function rollback(journal: ModelJournal, request: RollbackRequest): Promise<Entry<Moved> | undefined> {
  const { alias, by, reason, undoes, evidence } = request;
  assertGivenReason('the rollback', reason);
  const entry = await journal.append((state) => {
    const now = state.aliases[alias];
    if (!now) throw unknownAlias(state, alias);
    if (undoes !== undefined && (now.entry !== undoes || now.how === 'rolled-back')) return undefined;
    const to = targetOf(state, now, request);
    const override = stoodByOverride(now, to) || undefined;
    if (override && !request.override) throw failedGates(state, alias, to);
    const last = now.promotions.at(-1)!.entry;
    return {
      kind: 'moved',
      alias,
      from: now.version,
      to,
      how: 'rolled-back',
      reason,
      undoes: last,
      override,
      evidence,
    };
  }, by);
  return entry as Entry<Moved> | undefined;
}

/** The version an alias would go back to; undefined if there is none. */
export function rollbackTarget(state: ModelState, alias: string): string | undefined {
  const removed = new Set(state.versions.filter(({ isRemoved }) => isRemoved).map(({ version }) => version));
  const earlier = state.aliases[alias]?.promotions.slice(0, -1) ?? [];
  return earlier.findLast(({ version }) => !removed.has(version))?.version;
}

/** True if every promotion that pointed the alias at the version overrode the gates. */
export function stoodByOverride({ promotions }: AliasState, version: string): boolean {
  return promotions.every((one) => one.version !== version || one.isOverride);
}

function failedGates({ model }: ModelState, alias: string, version: string): DqsError {
  return new DqsError(
    'gates-failed',
    `${model}@${alias} cannot go back to ${version}: it was there by override only, because its gates had failed; ` +
      'name another version, or override the gates again',
    { details: { model, alias, version } },
  );
}

function targetOf(state: ModelState, now: AliasState, { alias, to }: RollbackRequest): string {
  const target = rollbackTarget(state, alias);
  if (target === undefined) {
    throw new DqsError(
      'version-unknown',
      `${state.model}@${alias} points at ${now.version} and has no earlier version to go back to`,
      { details: { model: state.model, alias, version: now.version } },
    );
  }
  if (to === undefined) return target;
  const earlier = now.promotions.slice(0, -1).map(({ version }) => version);
  const isThere = state.versions.some(({ version, isRemoved }) => version === to && !isRemoved);
  if (earlier.includes(to) && isThere) return to;
  throw new DqsError(
    'version-unknown',
    `expected a version that ${state.model}@${alias} pointed at before (${[...new Set(earlier)].join(', ')}), got ${to}; ` +
      'promote any other version instead',
    { details: { model: state.model, alias, version: to, earlier } },
  );
}
