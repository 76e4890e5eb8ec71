import { EXIT } from '@dqs/core';
import { writeFileAtomic } from '@dqs/core/io';
import type { ExperimentEvaluation } from '@dqs/experiments';

/** 3 if a treatment should not continue: control is better, or the records cannot be trusted. */
export function verdictExitCode({ treatments }: ExperimentEvaluation): number {
  const isRefused = treatments.some(({ verdict }) => verdict === 'control better' || verdict === 'invalid');
  return isRefused ? EXIT.gateFailed : EXIT.ok;
}

/**
 * Writes the page of an evaluation if one was requested.
 *
 * @returns the line that reports it, "" if none was requested.
 */
export async function writeExperimentPage(path: string | undefined, evaluation: ExperimentEvaluation): Promise<string> {
  if (path === undefined) return '';
  const { experimentPage } = await import('@dqs/reports');
  await writeFileAtomic(path, experimentPage(evaluation, new Date()));
  return `\nReport written to ${path}\n`;
}
