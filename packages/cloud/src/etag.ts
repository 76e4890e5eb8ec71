import type { RemoteHead } from './driver.js';

/**
 * The etag of an artifact in a cloud: the mark that the service gave the content, and the token of the put that wrote it.
 * With the token an etag says whose writing it is, and two writings of the same bytes do not share one.
 */
export function etagOf({ native, marks }: Pick<RemoteHead, 'native' | 'marks'>): string {
  return `${native}~${marks.token}`;
}

/** The service's part of an etag. */
export function nativeOf(etag: string): string {
  const at = etag.lastIndexOf('~');
  return at === -1 ? etag : etag.slice(0, at);
}
