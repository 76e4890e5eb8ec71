import { EXIT } from '@dqs/core';
import type { Evaluation } from '@dqs/experiments';

/** 3 where a treatment should not go on: control is better, or the records cannot be trusted. */
export function verdictExitCode({ treatments }: Evaluation): number {
  const isRefused = treatments.some(({ verdict }) => verdict === 'control better' || verdict === 'invalid');
  return isRefused ? EXIT.gateFailed : EXIT.ok;
}
