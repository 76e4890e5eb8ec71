import type { QueryClient } from '@tanstack/react-query';

/** Servers look for what has happened twice a second, however many look at their pages. */
const NOTICED_MS = 700;

/** Has pages read again after an act: at once, and when the server has noticed it for sure. */
export function refreshed(queries: QueryClient): Promise<void> {
  setTimeout(() => void queries.invalidateQueries({ queryKey: ['page'] }), NOTICED_MS);
  return queries.invalidateQueries({ queryKey: ['page'] });
}
