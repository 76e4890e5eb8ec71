import type { IngestReport } from '@dqs/ingestion';

import { whole } from './numbers.js';

/** What was read, as text: `5,760 results: 5,400 passed, 350 failed, 10 neither; 3 rows rejected`. */
export function rowsReadText({
  rowsUsed,
  rowsRejected,
  passed,
  failed,
  neither,
  notes = [],
}: Pick<IngestReport, 'rowsUsed' | 'rowsRejected' | 'passed' | 'failed' | 'neither' | 'notes'>): string {
  const rejected = rowsRejected > 0 ? `; ${whole(rowsRejected)} rows rejected` : '';
  const results = `${whole(rowsUsed)} results: ${whole(passed)} passed, ${whole(failed)} failed, ${whole(neither)} neither${rejected}`;
  return [results, ...notes.map((note) => `note: ${note}`)].join('\n');
}
