import type { OpenedOperation } from '../stores/open-alerting.js';
import type { Work } from './work.js';

type Notices = OpenedOperation['notices'];

/** That nothing of a kind of job, or of all automation of models, is begun. Survives JSON. */
export interface KindPause {
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What is paused: a kind of job, or all that acts on models by itself. */
export type Pausable = { readonly kind: string } | 'automation';

/** Pauses it, for all workers; one that is paused already is paused for another reason then. */
export async function pause(notices: Notices, what: Pausable, { by, reason, at }: KindPause): Promise<void> {
  await notices.put({ name: nameOf(what), at, by, data: { reason } });
}

/**
 * Ends a pause.
 *
 * @returns whether there was one.
 */
export function resume(notices: Notices, what: Pausable): Promise<boolean> {
  return notices.remove(nameOf(what));
}

/** Who has paused the automation of all models; undefined if nobody has. */
export async function automationPause(notices: Pick<Notices, 'get'>): Promise<KindPause | undefined> {
  const notice = await notices.get(nameOf('automation'));
  return notice && pauseOf(notice);
}

/** The pauses of kinds of work, those of the automation included. */
export async function pausesOf(
  notices: Pick<Notices, 'all'>,
  works: readonly Pick<Work, 'kind' | 'isAutomation'>[],
): Promise<ReadonlyMap<string, KindPause>> {
  const standing = new Map((await notices.all()).map((notice) => [notice.name, pauseOf(notice)]));
  const pauses = new Map<string, KindPause>();
  for (const { kind, isAutomation } of works) {
    const found = standing.get(nameOf({ kind })) ?? (isAutomation ? standing.get(nameOf('automation')) : undefined);
    if (found !== undefined) pauses.set(kind, found);
  }
  return pauses;
}

function nameOf(what: Pausable): string {
  return what === 'automation' ? 'automation is paused' : `jobs are paused: ${what.kind}`;
}

function pauseOf({ by, at, data }: { readonly by: string; readonly at: number; readonly data: unknown }): KindPause {
  const { reason } = data as { readonly reason?: unknown };
  return { by, at, reason: typeof reason === 'string' ? reason : '' };
}
