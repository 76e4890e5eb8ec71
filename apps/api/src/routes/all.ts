import { aboutRoutes } from '../about/routes.js';
import { healthRoutes, type Readiness } from '../health/routes.js';
import { inferenceRoutes } from '../oip/routes.js';
import { PAGE_ROUTES } from '../pages/all.js';
import { openapiDocument } from '../openapi/document.js';
import { ALERT_ROUTES } from '../v1/alerts.js';
import { AUDIT_ROUTES } from '../v1/audit.js';
import { DELIVERY_ROUTES } from '../v1/deliveries.js';
import { eventRoutes } from '../v1/events.js';
import { EXPLANATION_ROUTES } from '../v1/explanations.js';
import { FORECAST_ROUTES } from '../v1/forecasts.js';
import { JOB_ACT_ROUTES } from '../v1/job-acts.js';
import { JOB_ROUTES } from '../v1/jobs.js';
import { KEY_ROUTES } from '../v1/keys.js';
import { LEDGER_ROUTES } from '../v1/ledger.js';
import { MARK_ROUTES } from '../v1/marks.js';
import { MODEL_ROUTES } from '../v1/models.js';
import { MESSAGE_ROUTES } from '../v1/messages.js';
import { POLICY_ROUTES } from '../v1/policies.js';
import { PREVIEW_ROUTES } from '../v1/previews.js';
import { PROPOSAL_ROUTES } from '../v1/proposals.js';
import { PROMOTION_ROUTES } from '../v1/promotions.js';
import { RESULT_ROUTES } from '../v1/results.js';
import { RETRAINING_ROUTES } from '../v1/retrainings.js';
import { SERIES_ROUTES } from '../v1/series.js';
import { WEBHOOK_ROUTES } from '../v1/webhooks.js';
import type { RouteDefinition } from './route.js';

/** Every route of the API. */
export function allRoutes(readiness: Readiness): readonly RouteDefinition[] {
  let document: object | undefined;
  const routes: readonly RouteDefinition[] = [
    ...healthRoutes(readiness),
    ...inferenceRoutes(readiness),
    ...SERIES_ROUTES,
    ...FORECAST_ROUTES,
    ...RESULT_ROUTES,
    ...DELIVERY_ROUTES,
    ...LEDGER_ROUTES,
    ...EXPLANATION_ROUTES,
    ...MODEL_ROUTES,
    ...PROMOTION_ROUTES,
    ...RETRAINING_ROUTES,
    ...ALERT_ROUTES,
    ...PREVIEW_ROUTES,
    ...MARK_ROUTES,
    ...POLICY_ROUTES,
    ...PROPOSAL_ROUTES,
    ...MESSAGE_ROUTES,
    ...JOB_ROUTES,
    ...JOB_ACT_ROUTES,
    ...KEY_ROUTES,
    ...eventRoutes(readiness),
    ...WEBHOOK_ROUTES,
    ...AUDIT_ROUTES,
    ...PAGE_ROUTES,
    ...aboutRoutes(() => (document ??= openapiDocument(routes))),
  ];
  return routes;
}
