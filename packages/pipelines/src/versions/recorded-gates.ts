import type { GateCheck } from '@dqs/core';
import { check } from '@dqs/validation';

import type { Manifest } from '../bundle/manifest.js';

/** The verdict of the gates of a training: `skipped` if they did not run, null if the bundle records nothing. */
export type RecordedGates = 'passed' | 'failed' | 'skipped' | null;

/** The bundle's record of the gates of its training. */
export function recordedGates({ gates }: Pick<Manifest, 'gates'>): RecordedGates {
  if (gates === undefined) return null;
  if (!('passed' in gates)) return 'skipped';
  return gates.passed ? 'passed' : 'failed';
}

/**
 * The gates of the training as one check of a promotion: a failure then is a failure now. If no gates ran, this check
 * is inconclusive and the others decide.
 */
export function recordedGatesCheck({ gates }: Pick<Manifest, 'gates'>): GateCheck {
  const name = 'training-gates';
  if (gates === undefined) {
    return check(name, 'inconclusive', 'not judged: the bundle has no record of training gates');
  }
  if (!('passed' in gates)) {
    return check(name, 'inconclusive', 'not judged: its training gates were skipped, the other checks decide');
  }
  if (gates.passed) return check(name, 'pass', `the training passed its ${gates.checks.length} gates`);
  const failed = gates.checks.filter(({ verdict }) => verdict === 'fail');
  const reasons = failed.map((one) => `${one.name}: ${one.reason}`).join('; ');
  return check(name, 'fail', `gates of the training failed: ${reasons || 'the bundle does not say which'}`);
}
