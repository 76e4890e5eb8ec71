import type { BatchEvent, BatchEventListener } from '@dqs/batch';

import { whole } from '@dqs/reports/terminal';

import { barText, openProgress, type TerminalStream } from './progress.js';

/** How progress is shown: a line that is written over, one JSON object a line, or not at all. */
export type BatchProgressStyle = 'bar' | 'json' | 'none';

/** Shows the events of a run on stderr. */
export interface BatchDisplay {
  readonly listener: BatchEventListener;
  /** Removes the line. */
  close(): void;
}

/** A display in a style; a bar is only shown on a terminal. */
export function batchDisplay(style: BatchProgressStyle, stream: TerminalStream = process.stderr): BatchDisplay {
  if (style === 'json') {
    return { listener: (event) => void stream.write(`${JSON.stringify(event)}\n`), close: () => {} };
  }
  if (style === 'none') return { listener: () => {}, close: () => {} };
  const { listener, close } = openProgress(batchProgressLine, stream);
  return { listener: (event) => void (event.type === 'progress' && listener?.(event)), close };
}

/** Narrower than that of a stage: its line contains more. */
const BAR_WIDTH = 24;

/** One line: share, rows, rate, time left, errors. */
export function batchProgressLine(event: Extract<BatchEvent, { type: 'progress' }>): string {
  const { share, records, recordsPerSecond, secondsLeft, deadLetters } = event;
  const left = secondsLeft === null ? '' : `, ${timeText(secondsLeft)} left`;
  const errors = deadLetters === 0 ? '' : `, ${whole(deadLetters)} dead letters`;
  const bar = barText(share, 1, BAR_WIDTH);
  return `forecast ${bar}  ${whole(records)} rows, ${whole(recordsPerSecond)}/s${left}${errors}`;
}

function timeText(seconds: number): string {
  const rounded = Math.ceil(seconds);
  const minutes = Math.floor(rounded / 60);
  return minutes === 0 ? `${rounded} s` : `${minutes} min ${rounded % 60} s`;
}
