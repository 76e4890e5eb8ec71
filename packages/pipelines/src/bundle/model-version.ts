import type { Manifest } from './manifest.js';
import { sha256 } from './write-bundle.js';

/** A digest of a whole bundle: of its manifest, which contains the hash of every other file. */
export function bundleDigest(manifest: Manifest): string {
  return sha256(JSON.stringify(manifest));
}

/** The version that forecasts of an unregistered bundle name: the first digits of its digest. */
export function modelVersionOf(manifest: Manifest): string {
  return `sha256:${bundleDigest(manifest).slice(0, 12)}`;
}
