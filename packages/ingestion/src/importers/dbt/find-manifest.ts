import { basename, dirname, join } from 'node:path';

import type { DocumentContext } from '../tool/tool.js';
import { manifestOf, type Manifest } from './manifest.js';

const RESULTS = /run_results|sources/g;
const INVOCATION = /"invocation_id"\s*:\s*"([^"]{1,200})"/;

/** A manifest for results, and whether it is known to be of the same run. */
export interface FoundManifest {
  readonly manifest: Manifest | undefined;
  readonly notes: readonly string[];
}

/**
 * The manifest that belongs to results: one of the same invocation, beside them or among the inputs; else one that is
 * named as they are; else `manifest.json` in their folder.
 */
export async function manifestFor({ path, companions }: DocumentContext, invocation: string): Promise<FoundManifest> {
  const candidates = candidatesOf(path, companions.inputs);
  const invocations = new Map<string, string>();
  for (const candidate of candidates) {
    const found = INVOCATION.exec(await companions.start(candidate))?.[1];
    if (found !== undefined) invocations.set(candidate, found);
  }
  const same = candidates.filter((one) => invocation !== '' && invocations.get(one) === invocation);
  const named = candidates.filter((one) => isNamedAlike(path, one));
  for (const candidate of [...same, ...named]) {
    const manifest = await companions.load(candidate, manifestOf);
    if (manifest !== undefined) return { manifest, notes: notesOf(candidate, same.includes(candidate)) };
  }
  return {
    manifest: undefined,
    notes: ['no manifest.json: datasets are projects, not models; put it beside the results'],
  };
}

function notesOf(path: string, isSame: boolean): string[] {
  return isSame ? [`with ${basename(path)}`] : [`with ${basename(path)}, which another run wrote`];
}

/** What may be a manifest: first what lies beside the results. */
function candidatesOf(path: string, inputs: readonly string[]): string[] {
  const beside = path === '-' ? [] : namesFor(basename(path)).map((name) => join(dirname(path), name));
  const given = inputs.filter((one) => one !== path && basename(one).includes('manifest'));
  return [...new Set([...beside, ...given])];
}

/** `shop.run_results.json` goes with `shop.manifest.json`, and everything with `manifest.json`. */
function namesFor(name: string): string[] {
  return [...new Set([name.replace(RESULTS, 'manifest'), 'manifest.json'])].filter((one) => one !== name);
}

function isNamedAlike(path: string, candidate: string): boolean {
  const names = namesFor(basename(path));
  if (basename(candidate) === 'manifest.json') return dirname(candidate) === dirname(path);
  return names.includes(basename(candidate));
}
