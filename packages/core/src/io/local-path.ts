import { DqsError } from '../errors/dqs-error.js';

/** `s3://bucket`, `gs:/bucket`, `file:x`; one letter is a drive, and `./s3:/x` a folder of that name. */
const URL_START = /^(?:file:|[a-z][a-z0-9+.-]+:[/\\])/i;

/**
 * Why a text cannot be a local path; undefined if it can. URLs of any kind, including `file:`, are not
 * paths: taken as one, `s3://b/x` would create a folder `s3:`.
 */
export function pathProblem(path: string): string | undefined {
  if (path === '') return 'expected a path';
  if (path.includes('\0')) return 'expected a path without a zero byte';
  if (!URL_START.test(path)) return undefined;
  const remedy = /^file:/i.test(path)
    ? 'write /folder/name for file:///folder/name'
    : 'only models, a registry, a store of deliveries, a run of tasks and a panel set may be in a bucket: mount it, or copy to and from a folder; prefix ./ to make it a path';
  return `expected a local path, not a URL (${remedy})`;
}

/**
 * Checks that a text is a local path and not a URL.
 *
 * @throws DqsError `invalid-argument` that says which stores exist.
 */
export function assertLocalPath(path: string): void {
  const problem = pathProblem(path);
  if (problem === undefined) return;
  throw new DqsError('invalid-argument', `${problem}, got ${JSON.stringify(path)}`, { details: { path } });
}
