import { createRequire } from 'node:module';

import type { Progress, ProgressListener } from '@dqs/core';
import type { SingleBar } from 'cli-progress';

import { byteSize, inLine, whole } from '@dqs/reports/terminal';

/** A progress bar on stderr that is there only if somebody looks. */
export interface ProgressDisplay {
  /** Shows progress; undefined where stderr is no terminal. */
  readonly listener: ProgressListener | undefined;
  /** Takes the bar away. May be called again. */
  close(): void;
}

/** The stream a bar is drawn on. */
export type TerminalStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** A display on `stream`. The bar is loaded with the first progress, so that quick commands do not pay for it. */
export function openProgress(stream: TerminalStream = process.stderr): ProgressDisplay {
  let bar: SingleBar | undefined;
  if (stream.isTTY !== true) return { listener: undefined, close: () => {} };
  return {
    listener(progress) {
      bar ??= createBar(stream);
      if (!bar.isActive) bar.start(1, 0, { progress });
      bar.setTotal(progress.total ?? Math.max(1, progress.done));
      bar.update(progress.done, { progress });
    },
    close() {
      bar?.stop();
      bar = undefined;
    },
  };
}

function createBar(stream: TerminalStream): SingleBar {
  const { SingleBar: Bar } = createRequire(import.meta.url)('cli-progress') as typeof import('cli-progress');
  return new Bar({
    stream,
    clearOnComplete: true,
    hideCursor: true,
    gracefulExit: false,
    format: (_options, _params, payload: { progress: Progress }) => inLine(progressLine(payload.progress)),
  });
}

const BAR_WIDTH = 30;

/** One line: the stage, a bar where the total is known, and how much is done. */
export function progressLine({ stage, done, total, unit, note }: Progress): string {
  const amountOf = (count: number) => (unit === 'bytes' ? byteSize(count) : `${whole(count)} ${unit}`);
  if (total === undefined || total === 0) return `${stage.padEnd(9)} ${done > 0 ? amountOf(done) : '…'}`;
  const filled = Math.round((BAR_WIDTH * Math.min(done, total)) / total);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  const percent = `${Math.floor((100 * Math.min(done, total)) / total)}%`.padStart(4);
  const found = note === undefined ? '' : `  ${note}`;
  return `${stage.padEnd(9)} ${bar} ${percent}  ${amountOf(done)} of ${amountOf(total)}${found}`;
}
