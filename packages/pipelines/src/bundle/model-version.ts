import type { Manifest } from './manifest.js';
import { sha256 } from './write-bundle.js';

/** A digest of all that a bundle is: its manifest, which holds the hash of every other file. */
export function bundleDigest(manifest: Manifest): string {
  return sha256(JSON.stringify(manifest));
}

/** What forecasts of a bundle name as their version if it comes from no registry: the first digits of its digest. */
export function modelVersionOf(manifest: Manifest): string {
  return `sha256:${bundleDigest(manifest).slice(0, 12)}`;
}
