import { DqsError, type Clock, type Logger } from '@dqs/core';
import type { Deliveries } from '@dqs/ingestion';
import type { LedgerStore } from '@dqs/ledger';
import type { Registry } from '@dqs/registry';
import type { ApiKeys, ServedModels } from '@dqs/runtime/serving';

import type { ServedAlerting } from './v1/alerting-view.js';

/** What routes work with. Whoever opens them closes them. */
export interface Services {
  readonly models: Pick<ServedModels, 'get'>;
  readonly registry: Registry;
  /** Undefined where the server was started without a store. */
  readonly deliveries?: Deliveries;
  readonly ledger?: LedgerStore;
  /** Undefined also where there is no policy. */
  readonly alerting?: ServedAlerting;
  /** Undefined where nobody is asked for a key. */
  readonly keys?: Pick<ApiKeys, 'principalOf'>;
  readonly logger: Logger;
  readonly clock: Clock;
}

/**
 * A part of the services that a request needs.
 *
 * @throws DqsError `not-served` if the server was started without it.
 */
export function served<T>(service: T | undefined, name: string): T {
  if (service !== undefined) return service;
  throw new DqsError(
    'not-served',
    `expected a server with ${name}, which this one was started without: dqs api --store`,
  );
}
