import type { AlertingChange, Call } from '../routes/route.js';
import { served } from '../services.js';
import { AlertingView } from './alerting-view.js';

type Viewing = Pick<Call, 'services' | 'principal'>;

/** What whoever asks sees of the alerting of a server. @throws DqsError `not-served` if it was started without one. */
export async function alertingOf(
  { services, principal }: Viewing,
  alerting = served(services.alerting, 'a store of alerts'),
): Promise<AlertingView> {
  const written = await services.policies?.get();
  const { policy } = served(written, 'an alert policy (--policy)');
  return new AlertingView({ ...alerting, policy }, principal);
}

/**
 * Makes a change of the alerting as whoever asks sees it, together with its entry in the audit log.
 *
 * @param also what else is changed with it: both happen or neither does.
 */
export function changedAlerting<T>(
  call: Viewing & Pick<Call, 'changeAlerting'>,
  about: Parameters<AlertingChange>[0],
  work: (view: AlertingView) => Promise<T>,
  also?: (within: unknown) => Promise<void>,
): Promise<T> {
  return call.changeAlerting(about, async (alerting) => work(await alertingOf(call, alerting)), also);
}
