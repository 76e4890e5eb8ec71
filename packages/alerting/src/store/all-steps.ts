import type { AlertingStore } from './alerting-store.js';
import { MOST_STEPS, type AlertingStep, type StepQuery } from './steps.js';

/** All steps that a query asks for, however many; its `limit` is the number that is read at once. */
export async function* allSteps(
  store: Pick<AlertingStore<never>, 'steps'>,
  name: string,
  query: StepQuery = {},
): AsyncGenerator<AlertingStep> {
  const { limit = MOST_STEPS } = query;
  for (let { after = 0 } = query; ; ) {
    const steps = await store.steps(name, { ...query, after, limit });
    yield* steps;
    if (steps.length < limit) return;
    after = steps.at(-1)!.version;
  }
}
