import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';

/** What all pages share: who and what is looked at, as of when, how dense. Links between pages keep it. */
export const SHARED = ['owner', 'source', 'known_at', 'density'] as const;

/** A part of the state of a page, which stands in its URL. */
export function useParam(name: string): readonly [string | undefined, (value: string | undefined) => void] {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (value: string | undefined) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if (value === undefined || value === '') after.delete(name);
          else after.set(name, value);
          return after;
        },
        { replace: true },
      ),
    [name, setParams],
  );
  return [params.get(name) ?? undefined, set];
}

/** The query that a link to another page keeps, `?owner=team-shop`; empty without any. */
export function useSharedQuery(): string {
  const [params] = useSearchParams();
  return useMemo(() => {
    const kept = new URLSearchParams();
    for (const name of SHARED) for (const value of params.getAll(name)) kept.set(name, value);
    const text = kept.toString();
    return text === '' ? '' : `?${text}`;
  }, [params]);
}
