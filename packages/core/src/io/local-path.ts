import { DqsError } from '../errors/dqs-error.js';

/** `s3://bucket`, `gs:/bucket`, `file:x`; one letter is a drive, and `./s3:/x` a folder of that name. */
const URL_START = /^(?:file:|[a-z][a-z0-9+.-]+:[/\\])/i;

/**
 * What was expected in the place of a text that should be the path of a file or folder of this machine; undefined where
 * it may be one. URLs of every kind, `file:` among them, are no paths: taken as one, `s3://b/x`
 * would make a folder `s3:`.
 */
export function pathProblem(path: string): string | undefined {
  if (path === '') return 'expected a path';
  if (path.includes('\0')) return 'expected a path without a zero byte';
  if (!URL_START.test(path)) return undefined;
  const remedy = /^file:/i.test(path)
    ? 'write /folder/name for file:///folder/name'
    : 'stores are local folders: mount the bucket, or copy to and from a folder; ./ in front makes it a path';
  return `expected a local path, not a URL (${remedy})`;
}

/**
 * Makes sure that a text is a path of this machine and no URL.
 *
 * @throws DqsError `invalid-argument` that tells which stores there are.
 */
export function assertLocalPath(path: string): void {
  const problem = pathProblem(path);
  if (problem === undefined) return;
  throw new DqsError('invalid-argument', `${problem}, got ${JSON.stringify(path)}`, { details: { path } });
}
