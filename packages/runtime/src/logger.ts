import { createRequire } from 'node:module';

import type { LogFunction, Logger } from '@dqs/core';
import type { Logger as PinoLogger } from 'pino';

import { redacted } from './redact.js';

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** How much is logged: everything from this level on. */
export type LogLevel = (typeof LEVELS)[number];

/** How a terminal shows what may have come from anywhere, without obeying it. */
export interface TerminalTexts {
  readonly line: (text: string) => string;
  readonly fields: (fields: object) => object;
}

/**
 * Logs to stderr: pino's JSON lines, readable ones on a terminal. pino is loaded with the first line that is written, so
 * that a run without anything to say does not pay for it.
 *
 * @param terminal makes texts fit for a terminal; undefined where stderr is none.
 */
export function createLogger(level: LogLevel, terminal?: TerminalTexts): Logger {
  let pino: PinoLogger | undefined;
  const write = (name: keyof Logger): LogFunction => {
    if (LEVELS.indexOf(name) < LEVELS.indexOf(level)) return () => {};
    return (fields, message) => {
      pino ??= loadPino(level, terminal !== undefined);
      if (terminal) pino[name](terminal.fields(fields), terminal.line(message));
      else pino[name](fields, message);
    };
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function loadPino(level: LogLevel, isTerminal: boolean): PinoLogger {
  const require = createRequire(import.meta.url);
  const pino = require('pino') as typeof import('pino');
  const destination = 2;
  if (!isTerminal) return pino.pino({ level }, withoutSecrets(pino.destination({ fd: destination, sync: true })));
  const { build: pretty } = require('pino-pretty') as typeof import('pino-pretty');
  return pino.pino({ level }, withoutSecrets(pretty({ destination, sync: true, ignore: 'pid,hostname' })));
}

/** The last look at a line, whatever its fields are called and however deep they lie. */
function withoutSecrets(stream: { write(line: string): unknown }): { write(line: string): void } {
  return { write: (line) => void stream.write(redacted(line)) };
}
