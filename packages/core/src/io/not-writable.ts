import { DqsError } from '../errors/dqs-error.js';

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied; choose another folder or change its permissions'],
  ['EPERM', 'permission denied; choose another folder or change its permissions'],
  ['EROFS', 'the file system is read-only; choose another folder'],
  ['ENOSPC', 'the disk is full; free space or choose another folder'],
  ['EDQUOT', 'the disk quota is used up; free space or choose another folder'],
  ['ENOTDIR', 'a part of the path is a file, not a folder'],
  ['EEXIST', 'a part of the path is a file, not a folder'],
  ['EISDIR', 'it is a folder; use the name of a file'],
  ['ELOOP', 'its symbolic links are circular; use another path'],
  ['ENAMETOOLONG', 'the name is longer than the file system allows; choose a shorter one'],
]);

/** The error for a result that cannot be written, with the reason in words. */
export function notWritable(path: string, cause: unknown): DqsError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  const reason = REASONS.get(code) ?? (cause instanceof Error ? cause.message : String(cause));
  return new DqsError('output-not-writable', `cannot write ${path}: ${reason}`, { cause, details: { path, code } });
}
