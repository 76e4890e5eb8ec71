import type { AuditEntry, AuditOutcome } from '@dqs/core/audit';

/** Which entries are asked for; all of it must fit. */
export interface AuditFilter {
  /** Who did it, or for whom it was done. */
  readonly actor?: string | undefined;
  /** An action, such as `model.promote`, or an area of actions, such as `model`. */
  readonly action?: string | undefined;
  /** Id of something it was done to. */
  readonly target?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
  /** Milliseconds since 1970; the end does not belong to it. */
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  /** Only entries before this number. */
  readonly before?: number | undefined;
  /** The last so many of those that fit. @default all */
  readonly last?: number | undefined;
}

/** Whether an entry is asked for. */
export function fits(entry: AuditEntry, { actor, action, target, outcome, from, until }: AuditFilter): boolean {
  if (actor !== undefined && entry.actor.id !== actor && entry.actor.onBehalfOf !== actor) return false;
  if (action !== undefined && entry.action !== action && !entry.action.startsWith(`${action}.`)) return false;
  if (target !== undefined && !entry.targets.some(({ id }) => id === target)) return false;
  if (outcome !== undefined && entry.outcome !== outcome) return false;
  const at = Date.parse(entry.at);
  return (from === undefined || at >= from) && (until === undefined || at < until);
}

/** What was asked for, as the entry of the reading names it. */
export function filterText(filter: AuditFilter): string {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined);
  return asked.length === 0 ? 'all' : asked.map(([name, value]) => `${name}=${value}`).join(' ');
}
