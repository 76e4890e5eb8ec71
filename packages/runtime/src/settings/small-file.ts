import { readFile, stat } from 'node:fs/promises';

import { DqsError } from '@dqs/core';

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
