import type { Clock } from '@dqs/core';

import type { OpenedPolicy } from '../alerting/open-policy.js';
import type { FactSettings } from '../alerting/fact-sources.js';
import type { SystemSettings } from '../alerting/system-facts.js';
import type { WorkerSettings } from '../jobs/work.js';
import type { Action } from '../serving/principal.js';
import type { Settings } from '../settings/settings.js';
import type { OpenedOperation } from '../stores/open-alerting.js';

/** Where what pages show comes from. */
export interface PageSources {
  readonly settings: FactSettings & SystemSettings & Settings<'organization'>;
  readonly operation: OpenedOperation;
  /** What the workers of the store are for; undefined where that is not known. */
  readonly worker?: WorkerSettings | undefined;
  /** The policy and its catalog as they are now. */
  readonly policy: () => Promise<OpenedPolicy>;
  readonly clock: Clock;
}

/** Who looks, as far as pages offer acts and show what concerns every tenant. */
export interface PageReader {
  readonly actions: readonly Action[];
  /** Whether every tenant is theirs. */
  readonly isUnlimited: boolean;
}

/** What part of it somebody looks at. */
export interface PageScope {
  /** What was known at this time, milliseconds since 1970; now by default. */
  readonly knownAt?: number | undefined;
  /** Series of other tenants are not there. @default those of all tenants are */
  readonly tenants?: readonly string[] | undefined;
  /** Only what this owner answers for. */
  readonly owner?: string | undefined;
  /** Only series of this source. */
  readonly source?: string | undefined;
}
