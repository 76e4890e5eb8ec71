import { DqsError } from '@dqs/core';

/** What became of the records of a run. */
export interface RecordCounts {
  readonly records: number;
  readonly deadLetters: number;
  readonly reasons: Readonly<Record<string, number>>;
}

/**
 * The error of a run with more dead letters than its limit.
 *
 * @param about where they are, undefined if they are nowhere, and what to do about it.
 */
export function tooManyErrors(
  { records, deadLetters, reasons }: RecordCounts,
  maxErrorRatio: number,
  { where, remedy }: { readonly where: string | undefined; readonly remedy: string },
): DqsError {
  const counts = Object.entries(reasons).map(([reason, count]) => `${reason} ${count}`);
  return new DqsError(
    'batch-too-many-errors',
    `${deadLetters} of ${records} records became dead letters (${counts.join(', ')}), more than the share of ` +
      `${maxErrorRatio} that is allowed${where === undefined ? '' : `; see ${where}`}; ${remedy}`,
    { details: { records, deadLetters, reasons, deadLetterFile: where } },
  );
}
