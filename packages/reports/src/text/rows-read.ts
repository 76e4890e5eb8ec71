import type { IngestReport } from '@dqs/ingestion';

import { counted, whole } from './numbers.js';
import { inLine } from './printable.js';

/** What was read, as text: `5,760 results: 5,400 passed, 350 failed, 10 neither; 3 rows rejected`. */
export function rowsReadText({
  rowsUsed,
  rowsRejected,
  passed,
  failed,
  neither,
  notes = [],
}: Pick<IngestReport, 'rowsUsed' | 'rowsRejected' | 'passed' | 'failed' | 'neither' | 'notes'>): string {
  const rejected = rowsRejected > 0 ? `; ${counted(rowsRejected, 'row')} rejected` : '';
  const results = `${counted(rowsUsed, 'result')}: ${whole(passed)} passed, ${whole(failed)} failed, ${whole(neither)} neither${rejected}`;
  return [results, ...notes.map((note) => `note: ${inLine(note)}`)].join('\n');
}
