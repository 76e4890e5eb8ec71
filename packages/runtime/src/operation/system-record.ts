import { contentIfPresent } from '@dqs/core';
import type { AuditReport } from '@dqs/core/audit';

import { openStore } from '../stores/open-store.js';

/** Where the artifacts of a store say how the system itself does. */
const PLACE = 'system';

/** What the last verification of the audit log, with or without the other records, found. Survives JSON. */
export interface KeptVerification {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly isIntact: boolean;
  readonly entries: number;
  /** The first of what was found; null if nothing was. */
  readonly problem: string | null;
}

/** What was found, in words. */
interface KeptProblems {
  readonly problems: readonly { readonly problem: string }[];
}

/** Keeps what a verification of the audit log, and of the records beside it, found, for alerts and metrics. */
export async function keepVerification(
  store: string,
  { isIntact, entries, problems }: Pick<AuditReport, 'isIntact' | 'entries'> & KeptProblems,
  at: number,
) {
  const kept: KeptVerification = { at, isIntact, entries, problem: problems[0]?.problem ?? null };
  await keepDocument(store, 'audit', kept);
}

/** The last verification that was kept; undefined before the first. */
export function lastVerification(store: string): Promise<KeptVerification | undefined> {
  return keptDocument<KeptVerification>(store, 'audit');
}

/** Keeps that somebody has looked at what is due. */
export async function keepTick(store: string, at: number): Promise<void> {
  await keepDocument(store, 'tick', { at });
}

/** When somebody last looked at what is due, milliseconds since 1970; undefined before the first time. */
export async function lastTick(store: string): Promise<number | undefined> {
  return (await keptDocument<{ readonly at: number }>(store, 'tick'))?.at;
}

/** Keeps a document of the system in a store. */
export async function keepDocument(store: string, name: string, document: object): Promise<void> {
  await openStore(store).put(`${PLACE}/${name}`, Buffer.from(JSON.stringify(document)));
}

/** A document of the system that was kept; undefined if there is none. */
export async function keptDocument<T>(store: string, name: string): Promise<T | undefined> {
  const content = await contentIfPresent(openStore(store), `${PLACE}/${name}`);
  // What cannot be read is as good as none: the next one replaces it.
  try {
    return content && (JSON.parse(Buffer.from(content).toString()) as T);
  } catch {
    return undefined;
  }
}
