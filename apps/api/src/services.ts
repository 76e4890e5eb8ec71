import { DqsError, type Clock, type Logger } from '@dqs/core';
import type { Site } from '@dqs/dashboard';
import type { Deliveries } from '@dqs/ingestion';
import type { LedgerStore } from '@dqs/ledger';
import type { RetrainingDecision } from '@dqs/pipelines/retrain';
import type { Registry } from '@dqs/registry';
import type { ReplayDifference } from '@dqs/pipelines';
import type { Audit, KeptForecast, Promoted } from '@dqs/runtime';
import type { Metrics, Spans } from '@dqs/runtime/metrics';
import type { PageViews } from '@dqs/runtime/pages';
import type { OpenedRetraining } from '@dqs/runtime/retraining';
import type {
  Answers,
  ApiKeys,
  EventFeed,
  ServedJobs,
  ServedModels,
  ServedPolicy,
  ServedWebhooks,
  TokenPrincipals,
} from '@dqs/runtime/serving';

import type { PolicyChecks } from './simulation/policy-check-thread.js';
import type { PolicyTasks } from './simulation/policy-tasks.js';
import type { ServedAlerting } from './v1/alerting-view.js';

/** What routes work with. Whoever opens them closes them. */
export interface Services {
  readonly models: Pick<ServedModels, 'get'>;
  readonly registry: Registry;
  /** Undefined where the server was started without a store. */
  readonly deliveries?: Deliveries;
  readonly ledger?: LedgerStore;
  /** Undefined where there is no database. */
  readonly alerting?: ServedAlerting;
  /** Makes a forecast of the ledger again; undefined without a store of deliveries. */
  readonly replay?: (kept: KeptForecast) => Promise<readonly ReplayDifference[]>;
  /** Undefined where there is no database. */
  readonly audit?: Audit;
  readonly events?: EventFeed;
  readonly jobs?: ServedJobs;
  readonly policies?: ServedPolicy;
  readonly webhooks?: ServedWebhooks;
  /** The pages for a browser; undefined where they are not served. */
  readonly site?: Site;
  /** Reads policies that people write. */
  readonly policyChecks?: PolicyChecks;
  /** Tasks on policies that people write; undefined where there is no database. */
  readonly policyTasks?: PolicyTasks;
  /** What pages are made from; undefined where there is no database. */
  readonly pages?: PageViews;
  /** Undefined where the server was started without a policy of retraining. */
  readonly retraining?: OpenedRetraining;
  /** Decides as a retraining would that a person asks for now, and records nothing. */
  readonly planRetraining?: (manual: { readonly by: string; readonly reason: string }) => Promise<RetrainingDecision>;
  /** Points an alias at a version, if its gates allow it. */
  readonly promote?: (request: PromotionRequest) => Promise<Promoted>;
  /** The keys that are made and revoked here, also where nobody is asked for one. */
  readonly keyring?: ApiKeys;
  /** What requests with an idempotency key were answered. */
  readonly answers: Answers;
  /** Undefined where nobody is asked for a key. */
  readonly keys?: Pick<ApiKeys, 'principalOf'>;
  /** Undefined where no issuer's tokens are taken. */
  readonly tokens?: TokenPrincipals;
  /** Undefined where nobody collects traces. */
  readonly spans?: Spans;
  /** Undefined where nobody measures. */
  readonly metrics?: Metrics;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** What a promotion is asked with. */
export interface PromotionRequest {
  /** `orders@1.2.0`. */
  readonly reference: string;
  readonly alias: string;
  readonly by: string;
  readonly reason?: string;
  /** Whether the alias is moved although gates fail. */
  readonly override?: boolean;
  /** The version that the alias points at; null for none. */
  readonly expect: string | null;
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
