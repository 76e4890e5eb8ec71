import { createRequire } from 'node:module';

import type { Progress } from '@dqs/core';
import type { SingleBar } from 'cli-progress';

import { byteSize, inLine, whole } from '@dqs/reports/terminal';

/** A progress line, shown only on a terminal. */
export interface ProgressDisplay<T> {
  /** Shows the progress of the work; undefined if the stream is not a terminal. */
  readonly listener: ((progress: T) => void) | undefined;
  /** Removes the line. May be called again. */
  close(): void;
}

/** The stream a progress line is drawn on. */
export type TerminalStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/**
 * A display on `stream`. The library that draws it is loaded with the first progress, so quick commands do not pay for it.
 *
 * @param lineOf the line to show.
 */
export function openProgress<T>(
  lineOf: (progress: T) => string,
  stream: TerminalStream = process.stderr,
): ProgressDisplay<T> {
  let bar: SingleBar | undefined;
  if (stream.isTTY !== true) return { listener: undefined, close: () => {} };
  return {
    listener(progress) {
      bar ??= createBar(stream, lineOf);
      // The line contains the amounts, so the library's own counts are not updated.
      if (bar.isActive) bar.update({ progress });
      else bar.start(1, 0, { progress });
    },
    close() {
      bar?.stop();
      bar = undefined;
    },
  };
}

function createBar<T>(stream: TerminalStream, lineOf: (progress: T) => string): SingleBar {
  const { SingleBar: Bar } = createRequire(import.meta.url)('cli-progress') as typeof import('cli-progress');
  return new Bar({
    stream,
    clearOnComplete: true,
    hideCursor: true,
    gracefulExit: false,
    format: (_options, _params, payload: { progress: T }) => inLine(lineOf(payload.progress)),
  });
}

/** `done` of `total`, which is above 0, as a bar of `width` characters with its percentage; never beyond its end. */
export function barText(done: number, total: number, width: number): string {
  const within = Math.min(done, total);
  const filled = Math.round((width * within) / total);
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${`${Math.floor((100 * within) / total)}%`.padStart(4)}`;
}

const BAR_WIDTH = 30;

/** One line: the stage, a bar where the total is known, and how much is done. */
export function progressLine({ stage, done, total, unit, note }: Progress): string {
  const amountOf = (count: number) => (unit === 'bytes' ? byteSize(count) : `${whole(count)} ${unit}`);
  if (total === undefined || total === 0) return `${stage.padEnd(9)} ${done > 0 ? amountOf(done) : '…'}`;
  const found = note === undefined ? '' : `  ${note}`;
  const bar = barText(done, total, BAR_WIDTH);
  return `${stage.padEnd(9)} ${bar}  ${amountOf(done)} of ${amountOf(total)}${found}`;
}
