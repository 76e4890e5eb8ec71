import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';

import { useConnection } from './page-context.js';

/** What is late is late by the clock: pages are looked at again although nothing has come. */
const LOOK_AGAIN_MS = 60_000;

/** What a page is narrowed down to by its URL; the frame by its time alone. */
const SCOPE = ['owner', 'source', 'known_at'] as const;
export const FRAME_PATH = '/frame';

/**
 * The path of a twin: `/today.json?owner=team-shop`, with what the URL says of scope and time.
 *
 * @param extra what the page is asked with beside it; undefined is left out.
 */
export function useTwinPath(
  path: string,
  ending: 'json' | 'csv' = 'json',
  extra: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const [params] = useSearchParams();
  const query = new URLSearchParams();
  for (const name of SCOPE) {
    const value = params.get(name);
    if (value !== null && (path !== FRAME_PATH || name === 'known_at')) query.set(name, value);
  }
  for (const [name, value] of Object.entries(extra)) if (value !== undefined) query.set(name, String(value));
  const text = query.toString();
  return `${path}.${ending}${text === '' ? '' : `?${text}`}`;
}

/** What a twin says, kept up to date: asked for again when something has happened. */
export function usePage<T>(
  path: string,
  extra: Readonly<Record<string, string | number | undefined>> = {},
): UseQueryResult<T> {
  const connection = useConnection();
  const url = useTwinPath(path, 'json', extra);
  return useQuery({
    queryKey: ['page', url],
    queryFn: ({ signal }) => connection.get(url, signal) as Promise<T>,
    refetchInterval: connection.isOffline ? false : LOOK_AGAIN_MS,
    placeholderData: keepPreviousData,
  });
}
