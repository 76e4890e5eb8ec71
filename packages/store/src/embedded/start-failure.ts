import { DqsError, type ErrorCode } from '@dqs/core';

import type { Places } from './places.js';

/** What the programs say, what it means, and what to do. The first that fits counts. */
const KNOWN: readonly (readonly [said: RegExp, code: ErrorCode, meaning: string])[] = [
  [/No space left on device|Disk quota exceeded/i, 'store-full', 'its disk is full; free some space and run again'],
  [
    /lock file "postmaster\.pid" already exists|pre-existing shared memory block/,
    'store-busy',
    'a server still runs on it; run again in a moment, or stop that server',
  ],
  [
    /could not (?:resize|map|create|open) (?:anonymous )?shared memory|could not create semaphores/i,
    'store-unreachable',
    'the machine gives it too little shared memory; in a container, allow more (--shm-size)',
  ],
  [
    /database files are incompatible|not compatible with/,
    'store-version',
    'the data are of another PostgreSQL; restore a backup into a new folder',
  ],
  [
    /Permission denied|must be owned|has invalid permissions|wrong ownership/i,
    'store-unreachable',
    'permissions are missing; the folder must belong to the user who runs the server and must be writable',
  ],
  [/Read-only file system/, 'store-unreachable', 'its disk cannot be written to; use another folder'],
  [
    /GLIBC_|error while loading shared libraries|cannot open shared object|Exec format error|ENOENT|ENOEXEC/,
    'store-missing',
    'its program does not run on this system; set DATABASE_URL to a server',
  ],
];

/** The error for a program of PostgreSQL that ended too early: its own words, what they mean, what to do. */
export function startFailure({ folder, log }: Places, program: 'initdb' | 'postgres', output: string): DqsError {
  const said = wordsOf(output);
  const found = KNOWN.find(([pattern]) => pattern.test(output));
  const [, code, meaning] = found ?? [undefined, 'store-unreachable' as const, `see ${log}, or set DATABASE_URL`];
  const action = program === 'initdb' ? 'made' : 'started';
  return new DqsError(code, `the database in ${folder} cannot be ${action}: ${meaning} (${said})`, {
    details: { path: folder, program, output: output.slice(-2000) },
  });
}

/** The lines that tell what went wrong, in one line. */
function wordsOf(output: string): string {
  const lines = output.split('\n').map((line) => line.trim().replace(/^\S+ \S+ \w+ \[\d+\] /, ''));
  const telling = lines.filter((line) => /FATAL|PANIC|ERROR|error:|HINT/.test(line));
  const chosen = telling.length > 0 ? telling : lines.filter((line) => line !== '');
  return chosen.slice(-3).join('; ') || 'it said nothing';
}
