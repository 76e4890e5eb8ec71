import { formatDay } from '@dqs/core';

import { pageTable, type PageTable } from '../table.js';
import type { IncidentPage } from './incident-page.js';

const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** The tables of the page of an incident; the first is its twin. */
export function incidentTables(page: IncidentPage): readonly PageTable[] {
  return [...contentTables(page), ...gridTables(page), ...aroundTables(page)];
}

/** What is in it, and what happened. */
function contentTables(page: IncidentPage): PageTable[] {
  return [
    pageTable('members', page.members, {
      subject: ['series, source or model', (row) => row.subject],
      level: ['which of them', (row) => row.level],
      state: ['state of the visual language', (row) => row.row?.state ?? null],
      owner: ['who answers for it', (row) => row.owner],
      passes: ['of its last result', (row) => row.row?.last?.passes ?? null],
      executions: ['of its last result', (row) => row.row?.last?.executions ?? null],
      target: ['pass percentage that a day should reach', (row) => row.row?.target ?? null],
      odds: ['odds of missing it next, in [0, 1]', (row) => row.row?.next?.odds ?? null],
      joined_by: ['how it came in', (row) => row.joinedBy],
      led_by: ['what leads it', (row) => row.ledBy?.name ?? null],
      lag: ['by how many days', (row) => row.ledBy?.lag ?? null],
      resolved_at: ['ISO 8601', (row) => time(row.resolvedAt)],
    }),
    pageTable('happened', page.happened, {
      at: ['ISO 8601', (row) => time(row.at)],
      kind: ['forecast, result, told or event', (row) => row.kind],
      series: ['id', (row) => row.series],
      day: ['day that it is about', (row) => (row.day === null ? null : formatDay(row.day))],
      passes: ['passes', (row) => row.passes],
      executions: ['passes and fails', (row) => row.executions],
      target: ['pass percentage that a day should reach', (row) => row.target],
      odds: ['what was said, in [0, 1]', (row) => row.odds],
      verdict: ['right, wrong, missed, quiet, unsaid or intervened', (row) => row.verdict],
      what: ['kind of event', (row) => row.what],
      text: ['what happened', (row) => row.text],
      by: ['who did it', (row) => row.by],
      note: ['what they said', (row) => row.note],
      more: ['of the same, not shown', (row) => row.more],
    }),
  ];
}

/** How its series have done, and how their falls lie to each other. */
function gridTables({ grid, root }: IncidentPage): PageTable[] {
  const cells = grid.rows.flatMap(({ series, below, intervened }) =>
    grid.days.map((day, i) => ({ series, day, below: below[i] ?? null, isLeftOut: intervened.includes(day) })),
  );
  return [
    pageTable('grid', cells, {
      series: ['id', (row) => row.series],
      day: ['ISO 8601', (row) => formatDay(row.day)],
      below: ['percentage points below the target', (row) => row.below],
      is_left_out: ['whether somebody stepped in', (row) => row.isLeftOut],
    }),
    pageTable('lags', root?.histogram?.counts ?? [], {
      lag: ['days from a fall of the root to one of another', (row) => row.lag],
      count: ['how often', (row) => row.count],
    }),
  ];
}

/** Who was told, and what was like it. */
function aroundTables(page: IncidentPage): PageTable[] {
  return [
    pageTable('told', page.told, {
      receiver: ['who', (row) => row.receiver],
      channel: ['by what', (row) => row.channel],
      sent: ['messages delivered', (row) => row.sent],
      updates: ['of them edits of one that was there', (row) => row.updates],
      waiting: ['messages that wait', (row) => row.waiting],
      dead: ['messages that were given up', (row) => row.dead],
      digest: ['digest in which it stands', (row) => row.digest],
    }),
    pageTable('similar', page.similar, {
      incident: ['id', (row) => row.id],
      what: ['what it was about', (row) => row.what],
      same_root: ['whether it began in the same', (row) => row.isSameRoot],
      shared: ['members that both have', (row) => row.shared],
      opened_at: ['ISO 8601', (row) => time(row.openedAt)],
      ended_at: ['ISO 8601', (row) => time(row.endedAt)],
      resolution: ['why it ended', (row) => row.resolution],
      by: ['who said so', (row) => row.by],
    }),
  ];
}
