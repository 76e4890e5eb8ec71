import { readFile, stat } from 'node:fs/promises';

import { DqsError } from '@dqs/core';

/** Bytes that a character of UTF-8 takes at most. */
export const MOST_BYTES_A_CHARACTER = 4;

/**
 * The text of a file that a person wrote: a regular file of UTF-8 with an end in sight.
 *
 * @param mostBytes a larger file is refused unread.
 * @param refused makes the error from what was expected, or from what the system said.
 */
export async function smallFileText(
  path: string,
  mostBytes: number,
  refused: (reason: string, cause?: unknown) => DqsError,
): Promise<string> {
  let bytes: Buffer;
  try {
    // What is no regular file could have no end, or nobody who writes to it.
    const facts = await stat(path);
    if (!facts.isFile() || facts.size > mostBytes) {
      throw refused(`expected a regular file of at most ${mostBytes} bytes`);
    }
    bytes = await readFile(path);
  } catch (cause) {
    if (DqsError.is(cause)) throw cause;
    throw refused((cause as Error).message, cause);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refused('expected UTF-8 text', cause);
  }
}

/** A file that is an input of the program. */
export interface InputFile {
  readonly path: string;
  /** What it is, in a message: `an alert policy`. */
  readonly what: string;
  readonly mostBytes: number;
  /** What to do if there is none. */
  readonly whenMissing?: string;
}

/**
 * The text of an input, as {@link smallFileText}.
 *
 * @throws DqsError `input-not-found`, `input-unreadable`.
 */
export async function inputFileText({ path, what, mostBytes, whenMissing }: InputFile): Promise<string> {
  return smallFileText(path, mostBytes, (reason, cause) => {
    const isMissing = (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
    const hint = isMissing && whenMissing !== undefined ? `; ${whenMissing}` : '';
    const code = isMissing ? 'input-not-found' : 'input-unreadable';
    return new DqsError(code, `expected ${what} at ${path}: ${reason}${hint}`, { cause, details: { path } });
  });
}
