import { CsvWriter } from '@dqs/core';
import { GRADED_COLUMNS, gradedFields, gradedRecord, type GradedRow } from '@dqs/ledger';

/** Rows as the content of a file, piece by piece; a CSV has its header also if there are none. */
export async function* rowTexts(
  rows: AsyncIterable<readonly GradedRow[]>,
  format: 'csv' | 'jsonl',
): AsyncGenerator<string> {
  const csv = new CsvWriter({ keepBlanks: true });
  if (format === 'csv') yield csv.record(GRADED_COLUMNS.map(({ name }) => name));
  for await (const some of rows) {
    if (format === 'csv') yield some.map((row) => csv.record(gradedFields(row))).join('');
    else yield some.map((row) => `${JSON.stringify(gradedRecord(row))}\n`).join('');
  }
}
