import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DqsError } from '../errors/dqs-error.js';
import { writeFileAtomic } from '../io/atomic-write.js';
import { isNothing } from '../io/durable-files.js';

/** A place, out of reach of who may change the log, where signed checkpoints are kept. */
export interface Anchor {
  /** Keeps a checkpoint, as `signCheckpoint` makes it. */
  readonly write: (note: string) => Promise<void>;
  /** All checkpoints that are kept, as they were written, oldest first. */
  readonly read: () => Promise<readonly string[]>;
}

const NAME = /^\d{15}\.checkpoint$/;

/**
 * Checkpoints as files of a folder, `000000000001000.checkpoint`, each written once: on another machine, or on a medium that
 * is written once only, they outlive the log.
 *
 * @throws DqsError `audit-corrupt` from `write` if another checkpoint of that size is there: a log has one history.
 */
export function fileAnchor(folder: string): Anchor {
  return {
    write: async (note) => {
      const size = /^.*\n(\d{1,15})\n/.exec(note)?.[1];
      if (size === undefined) throw new DqsError('invalid-argument', 'expected a signed checkpoint, got another text');
      const path = join(folder, `${size.padStart(15, '0')}.checkpoint`);
      await mkdir(folder, { recursive: true });
      const known = await readFile(path, 'utf8').catch(noneIfMissing(undefined));
      if (known !== undefined) return assertSame(path, known, note);
      await writeFileAtomic(path, note);
    },
    read: async () => {
      const names = (await readdir(folder).catch(noneIfMissing([]))).filter((name) => NAME.test(name)).sort();
      return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    },
  };
}

function assertSame(path: string, known: string, note: string): void {
  const text = (signed: string) => signed.slice(0, signed.lastIndexOf('\n\n'));
  if (text(known) === text(note)) return;
  throw new DqsError(
    'audit-corrupt',
    `expected ${path} to be the checkpoint that is to be anchored, it has another root: the log was rewritten since`,
    { details: { path } },
  );
}

/** Only what is not there may be written: what cannot be read may be a checkpoint. */
function noneIfMissing<None>(none: None): (cause: unknown) => None {
  return (cause) => {
    if (isNothing(cause)) return none;
    throw cause;
  };
}
