import type { DqsClient } from '@dqs/client';
import type { IncidentPage } from '@dqs/runtime/pages';

import { useConnection } from '../../data/page-context.js';
import { once } from '../../parts/once.js';

/** What an act is about. */
export type ActOn = Pick<IncidentPage, 'id' | 'etag'>;

/** How acts on an incident are sent: once, and refused if it has changed since it was read. */
export interface Sending {
  readonly client: DqsClient;
  /** What each act is asked with. */
  readonly about: {
    readonly params: { readonly path: { readonly id: string } };
    readonly headers: Record<string, string>;
  };
  /** The same for an act that takes another one back: it is about what that one left. */
  readonly back: () => Sending['about'];
}

/** The way to send acts on an incident. */
export function useSending({ id, etag }: ActOn): Sending {
  const { client } = useConnection();
  const path = { params: { path: { id } } };
  return {
    client,
    about: { ...path, headers: { ...once(), 'if-match': etag } },
    back: () => ({ ...path, headers: once() }),
  };
}
