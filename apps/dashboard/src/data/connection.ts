import { createClient, DqsApiError, type DqsClient } from '@dqs/client';

/** Where the key of whoever signed in is kept: for this tab alone. */
const KEY = 'dqs-key';

/** Where pages get what they show. */
export interface Connection {
  /** Whether this is a file whose data are inside it: nothing is asked, and nothing can be done. */
  readonly isOffline: boolean;
  readonly client: DqsClient;
  /**
   * What a path says: `/today.json?owner=team-shop`.
   *
   * @throws DqsApiError if it is not met.
   */
  get(path: string, signal?: AbortSignal): Promise<unknown>;
}

/** The data that a file holds; undefined where a server is asked. */
function embeddedPages(): Readonly<Record<string, unknown>> | undefined {
  const text = document.getElementById('dqs-pages')?.textContent;
  return text === undefined || text === null ? undefined : (JSON.parse(text) as Record<string, unknown>);
}

/** Opens the connection of this page, as whoever signed in last in this tab. */
export function openConnection(): Connection {
  const pages = embeddedPages();
  if (pages) return offline(pages);
  const key = sessionStorage.getItem(KEY) ?? undefined;
  const client = createClient({ baseUrl: location.origin, ...(key !== undefined && { key }) });
  const get = async (path: string, signal?: AbortSignal): Promise<unknown> => {
    const asked = { ...(signal && { signal }) };
    return ((await client.GET(path as never, asked as never)) as { data: unknown }).data;
  };
  return { isOffline: false, client, get };
}

/** Signs in with a key, or out without one; pages are asked for anew. */
export function signIn(key: string | undefined): void {
  if (key === undefined) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, key);
  location.reload();
}

function offline(pages: Readonly<Record<string, unknown>>): Connection {
  const refuse = () => Promise.reject(new Error('This is a file: it shows what was known, and nothing can be done.'));
  const get = (path: string) =>
    Object.hasOwn(pages, path)
      ? Promise.resolve(pages[path])
      : Promise.reject(new Error('This file does not hold that page, or holds it as it is first opened alone.'));
  const client = createClient({ baseUrl: 'file:', fetch: refuse });
  return { isOffline: true, client, get };
}

/** Whether a request was refused for want of a key. */
export function asksForKey(error: unknown): boolean {
  return error instanceof DqsApiError && error.status === 401;
}
