import { fileURLToPath } from 'node:url';

import { DqsError } from '@dqs/core';

/** Where a store is: a folder, or a bucket with a prefix that is empty or ends with a slash. */
export type StoreLocation =
  | { readonly scheme: 'file'; readonly folder: string }
  | { readonly scheme: 's3' | 'az' | 'gs'; readonly bucket: string; readonly prefix: string };

const CLOUD = /^(s3|az|gs):\/\/([^/]*)(?:\/(.*))?$/s;
/** Names of buckets and containers that one of the clouds takes. */
const BUCKET = /^[a-z0-9$][a-z0-9._-]{1,220}[a-z0-9]$/;
const PREFIX_PART = /^[A-Za-z0-9_@+=~.-]{1,200}$/;
const KINDS = 'file:<folder>, s3://<bucket>/<prefix>, az://<container>/<prefix> or gs://<bucket>/<prefix>';

/** Whether a text is the URL of a store, well written or not, rather than a path. */
export function isStoreUrl(text: string): boolean {
  return /^(?:file:|(?:s3|az|gs):\/\/)/i.test(text);
}

/** What is wrong with the URL of a store; undefined if nothing is. */
export function storeUrlProblem(url: string): string | undefined {
  try {
    parseLocation(url);
    return undefined;
  } catch (error) {
    return (error as DqsError).message;
  }
}

/**
 * Takes the URL of a store apart. `file:` takes a URL or a path: `file:///srv/registry`, `file:registry`.
 *
 * @throws DqsError `invalid-argument` that says which stores exist.
 */
export function parseLocation(url: string): StoreLocation {
  if (/^file:/i.test(url)) return { scheme: 'file', folder: folderOf(url) };
  const [, scheme, bucket = '', path = ''] = CLOUD.exec(url) ?? [];
  if (scheme === undefined) throw invalid(url, `a store at ${KINDS}`);
  if (!BUCKET.test(bucket)) throw invalid(url, 'a bucket of small letters, digits, dots and dashes');
  const parts = path.replace(/\/$/, '').split('/');
  const isRoot = path === '' || path === '/';
  if (!isRoot && parts.some((part) => !PREFIX_PART.test(part) || /^\.+$/.test(part))) {
    throw invalid(url, 'a prefix of names between slashes, each of letters, digits and _ @ + = ~ - .');
  }
  const prefix = isRoot ? '' : `${parts.join('/')}/`;
  return { scheme: scheme as 's3' | 'az' | 'gs', bucket, prefix };
}

function folderOf(url: string): string {
  const rest = url.slice('file:'.length);
  if (!rest.startsWith('//')) {
    if (rest === '') throw invalid(url, 'a folder behind file:');
    return rest;
  }
  try {
    return fileURLToPath(url);
  } catch (cause) {
    throw invalid(url, 'file:///<folder>, or file:<folder> for one below the working directory', cause);
  }
}

function invalid(url: string, expected: string, cause?: unknown): DqsError {
  return new DqsError('invalid-argument', `expected ${expected}, got ${JSON.stringify(url)}`, {
    cause,
    details: { url },
  });
}
