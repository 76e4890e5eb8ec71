import { DqsApiError, type DqsClient } from '@dqs/client';
import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

import { useConnection } from '../../data/page-context.js';
import type { PolicyCheck } from './answers.js';
import { useSettled } from '../../parts/use-settled.js';

/** Where what somebody writes is kept until it is proposed or taken back: for this tab of the browser alone. */
const DRAFT = 'dqs-policy-draft';
/** So long after the last letter a text is looked at. */
const SETTLED_MS = 400;

const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Keeps what somebody writes; undefined takes it back. */
export function setDraft(text: string | undefined): void {
  if (text === undefined) sessionStorage.removeItem(DRAFT);
  else sessionStorage.setItem(DRAFT, text);
  for (const listener of listeners) listener();
}

/** The policy in force and what somebody makes of it. */
export interface Proposal {
  /** As it is in force; empty where there is none. */
  readonly now: string;
  readonly etag: string | undefined;
  /** As it would be. */
  readonly text: string;
  readonly isChanged: boolean;
}

/** The policy in force with what was written here; undefined until it is read. */
export function useProposal(): { readonly proposal: Proposal | undefined; readonly error: unknown } {
  const { client } = useConnection();
  const draft = useSyncExternalStore(subscribe, () => sessionStorage.getItem(DRAFT));
  const { data, error } = useQuery({ queryKey: ['page', 'policy'], queryFn: ({ signal }) => inForce(client, signal) });
  if (data === undefined) return { proposal: undefined, error };
  const text = draft ?? data.now;
  return { proposal: { ...data, text, isChanged: text !== data.now }, error };
}

async function inForce(client: DqsClient, signal: AbortSignal): Promise<Pick<Proposal, 'now' | 'etag'>> {
  try {
    const { data, response } = await client.GET('/api/v1/policies/alerts', { signal });
    return { now: data!.text, etag: response.headers.get('etag') ?? undefined };
  } catch (error) {
    // The first one may be written here.
    if (error instanceof DqsApiError && error.code === 'not-served') return { now: '', etag: undefined };
    throw error;
  }
}

/** What there is to say of a text, once somebody stops typing. */
export function useCheck(text: string) {
  const { client } = useConnection();
  const settled = useSettled(text, SETTLED_MS);
  const found = useQuery({
    queryKey: ['policy-check', settled],
    enabled: settled !== '',
    queryFn: async ({ signal }) =>
      (await client.POST('/api/v1/policies/alerts/check', { body: { text: settled }, signal })).data as PolicyCheck,
    retry: false,
  });
  // What is told is of a text that stands no longer.
  return { ...found, isCurrent: settled === text && found.data !== undefined };
}

/** A text with another number at the place of a threshold; as it was where that number is not there. */
export function withThreshold(
  text: string,
  { line, column, text: before }: { readonly line: number; readonly column: number; readonly text: string },
  value: number,
): string {
  const lines = text.split('\n');
  const own = lines[line - 1];
  if (own?.slice(column - 1, column - 1 + before.length) !== before) return text;
  const written = before.includes('%') ? `${Number((100 * value).toFixed(4))} %` : String(Number(value.toFixed(6)));
  lines[line - 1] = own.slice(0, column - 1) + written + own.slice(column - 1 + before.length);
  return lines.join('\n');
}
