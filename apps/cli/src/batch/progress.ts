import type { BatchEvent, BatchEventListener } from '@dqs/batch';

import { whole } from '@dqs/reports/terminal';

/** How progress is shown: a line that is written over, one JSON object a line, or not at all. */
export type BatchProgressStyle = 'bar' | 'json' | 'none';

/** Shows the events of a run on stderr. */
export interface BatchDisplay {
  readonly listener: BatchEventListener;
  /** Takes the line away. */
  close(): void;
}

const REDRAW_MS = 100;

/** A display in a style; a bar is only shown on a terminal. */
export function batchDisplay(
  style: BatchProgressStyle,
  stream: NodeJS.WritableStream & { readonly isTTY?: boolean } = process.stderr,
): BatchDisplay {
  if (style === 'json') {
    return { listener: (event) => void stream.write(`${JSON.stringify(event)}\n`), close: () => {} };
  }
  if (style === 'none' || stream.isTTY !== true) return { listener: () => {}, close: () => {} };
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    listener(event) {
      const now = performance.now();
      if (event.type !== 'progress' || now - drawn < REDRAW_MS) return;
      drawn = now;
      stream.write(`\r\u001b[2K${batchProgressLine(event)}`);
    },
    close: () => void stream.write('\r\u001b[2K'),
  };
}

const BAR_WIDTH = 24;

/** One line: share, rows, rate, time left, errors. */
export function batchProgressLine(event: Extract<BatchEvent, { type: 'progress' }>): string {
  const { share, records, recordsPerSecond, secondsLeft, deadLetters } = event;
  const filled = Math.round(BAR_WIDTH * share);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  const left = secondsLeft === null ? '' : `, ${timeText(secondsLeft)} left`;
  const errors = deadLetters === 0 ? '' : `, ${whole(deadLetters)} dead letters`;
  const percent = `${Math.floor(100 * share)}%`.padStart(4);
  return `forecast ${bar} ${percent}  ${whole(records)} rows, ${whole(recordsPerSecond)}/s${left}${errors}`;
}

function timeText(seconds: number): string {
  const rounded = Math.ceil(seconds);
  const minutes = Math.floor(rounded / 60);
  return minutes === 0 ? `${rounded} s` : `${minutes} min ${rounded % 60} s`;
}
