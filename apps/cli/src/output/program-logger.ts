import { isatty } from 'node:tty';

import type { Logger } from '@dqs/core';
import { inLine, printableData } from '@dqs/reports/terminal';
import { createLogger } from '@dqs/runtime/program';
import type { Settings } from '@dqs/runtime/settings';

const STDERR = 2;

/** The logger that settings ask for: readable lines on a terminal, JSON elsewhere. */
export function programLogger({ verbose, logLevel }: Settings<'verbose' | 'logLevel'>): Logger {
  // A thread has no stream of its own that knows whether it is a terminal.
  const terminal = isatty(STDERR) ? { line: inLine, fields: printableData as (fields: object) => object } : undefined;
  return createLogger(verbose === true ? 'debug' : (logLevel ?? 'warn'), terminal);
}
