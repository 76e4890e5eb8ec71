import type { Call } from '../routes/route.js';
import { served } from '../services.js';
import { AlertingView } from './alerting-view.js';

/** What whoever asks sees of the alerting of a server. @throws DqsError `not-served` if it was started without one. */
export async function alertingOf({ services, principal }: Pick<Call, 'services' | 'principal'>): Promise<AlertingView> {
  const written = await services.policies?.get();
  const { policy } = served(written, 'an alert policy (--policy)');
  return new AlertingView({ ...served(services.alerting, 'a store of alerts'), policy }, principal);
}
