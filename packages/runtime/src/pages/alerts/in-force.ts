import type { AlertingStore, Policy } from '@dqs/alerting';

/**
 * Since when ticks decide by a policy as it is: the first of its last unbroken run, milliseconds; null before any. Looked for
 * backwards in ever longer strides, so that few steps are read however many there are; a run of another policy that is shorter than
 * a stride may not be seen.
 */
export async function inForceSince(
  alerting: Pick<AlertingStore<never>, 'version' | 'steps'>,
  { name, digest }: Pick<Policy, 'name' | 'digest'>,
  last: number | null,
  at: number,
): Promise<number | null> {
  const version = await alerting.version(name);
  const stepAfter = async (after: number) => (await alerting.steps(name, { after, limit: 1, until: at + 1 }))[0];
  if (last === null || version === 0) return null;
  // What is past is looked at from its last step on.
  const newest = await lastStepBy(alerting, name, version, at);
  if (newest?.policy !== digest) return null;
  let known: Step = newest;
  let other = 0;
  for (let stride = 1; known.version - stride > 0; stride *= 2) {
    // At least what is known is found.
    const step: Step = (await stepAfter(known.version - stride - 1))!;
    if (step.policy !== digest) {
      other = step.version;
      break;
    }
    known = step;
  }
  if (other === 0) {
    const first = (await stepAfter(0))!;
    if (first.policy === digest) return first.at;
    other = first.version;
  }
  for (let [low, high] = [other, known.version]; high - low > 1; ) {
    const middle = (low + high) >> 1;
    const step = (await stepAfter(middle - 1))!;
    // What is between the middle and it is not there, or of a later time.
    if (step.policy === digest) [known, high] = [step, middle];
    else low = step.version;
  }
  return known.at;
}

type Steps = Pick<AlertingStore<never>, 'steps'>;
type Step = Awaited<ReturnType<Steps['steps']>>[number];

/** The last step that was taken by a time. */
async function lastStepBy(alerting: Steps, name: string, version: number, at: number) {
  let [low, high] = [0, version];
  let found: Step | undefined;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const [step] = await alerting.steps(name, { after: middle - 1, limit: 1 });
    if (step !== undefined && step.at <= at) [low, found] = [middle, step];
    else high = middle - 1;
  }
  return found;
}
