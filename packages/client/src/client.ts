import createFetchClient, { type Client } from 'openapi-fetch';

import { assertOk } from './api-error.js';
import { followEvents, type Ask, type DqsEvent, type EventOptions } from './events.js';
import type { paths } from './generated/schema.js';

/** Which server is asked, and by whom. */
export interface ClientOptions {
  /** Such as `https://dqs.example.com`. */
  readonly baseUrl: string;
  /** An API key, or a token of the issuer; none for a server on this machine that asks nobody. */
  readonly key?: string;
  /** @default the one of the platform */
  readonly fetch?: (request: Request) => Promise<Response>;
}

type PageOf<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': { data: readonly (infer R)[] } } } } };
}
  ? R
  : never;

/** Paths of lists. */
export type ListPath = { [P in keyof paths]: [PageOf<P>] extends [never] ? never : P }[keyof paths];
/** A row of a list. */
export type RowOf<P extends ListPath> = PageOf<P>;
/** What a list is asked with. */
export type QueryOf<P extends ListPath> = paths[P] extends { get: { parameters: { query?: infer Q } } }
  ? Omit<NonNullable<Q>, 'cursor'>
  : never;

/**
 * A client of the API. `GET`, `POST`, `PUT` and `DELETE` take paths of the document and are typed by it (openapi-fetch); what is not
 * met is thrown as a `DqsApiError`, so that `data` is always there.
 */
export interface DqsClient extends Pick<Client<paths>, 'GET' | 'POST' | 'PUT' | 'DELETE'> {
  /** The rows of a list, page after page. */
  iterate<P extends ListPath>(path: P, query?: QueryOf<P>): AsyncGenerator<RowOf<P>, void>;
  /** Events as they happen; see {@link EventOptions}. */
  events(options?: EventOptions): AsyncGenerator<DqsEvent, void>;
}

/** Makes a client. Nothing is asked before its first call. */
export function createClient({ baseUrl, key, fetch = globalThis.fetch }: ClientOptions): DqsClient {
  const base = withoutSlashes(baseUrl);
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const client = createFetchClient<paths>({ baseUrl: base, headers, fetch });
  client.use({ onResponse: ({ response }) => assertOk(response) });
  const { GET, POST, PUT, DELETE } = client;
  return {
    ...{ GET, POST, PUT, DELETE },
    async *iterate(path, query) {
      for (let cursor: string | undefined; ; ) {
        const asked = { params: { query: { ...query, ...(cursor !== undefined && { cursor }) } } };
        const { data } = (await GET(path as never, asked as never)) as { data: Page };
        yield* data.data as never[];
        if (data.next_cursor === null) return;
        cursor = data.next_cursor;
      }
    },
    events: (options) => {
      const ask: Ask = (path, accept, signal) =>
        fetch(new Request(base + path, { headers: { ...headers, accept }, ...(signal && { signal }) }));
      return followEvents(ask, options);
    },
  };
}

interface Page {
  readonly data: readonly unknown[];
  readonly next_cursor: string | null;
}

/** A URL without the slashes that it ends with. */
function withoutSlashes(url: string): string {
  let end = url.length;
  while (url.endsWith('/', end)) end -= 1;
  return url.slice(0, end);
}
