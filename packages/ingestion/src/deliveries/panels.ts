import { decodePanel, DqsError, encodePanel, type ArtifactStore, type DailyPanel, type SeriesFact } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';
import * as z from 'zod/mini';

import { factSchema } from '../store/panel-metadata.js';
import type { PanelReference } from './entries.js';
import { damaged, KEYS } from './layout.js';

/** The bytes of a panel, and what names them. */
export function referenceOf(panel: DailyPanel): { readonly bytes: Uint8Array; readonly reference: PanelReference } {
  const bytes = encodePanel(panel);
  return { bytes, reference: { sha256: sha256(bytes), bytes: bytes.byteLength } };
}

/** Stores a panel under the hash of its bytes; one that is there already stays as it is. */
export async function putPanel(store: ArtifactStore, panel: DailyPanel): Promise<PanelReference> {
  const { bytes, reference } = referenceOf(panel);
  await putOnce(store, KEYS.panel(reference.sha256), bytes);
  return reference;
}

/** Stores what a tool told of series, as {@link putPanel}; undefined where it told nothing. */
export async function putFacts(
  store: ArtifactStore,
  facts: readonly SeriesFact[],
): Promise<PanelReference | undefined> {
  if (facts.length === 0) return undefined;
  const bytes = Buffer.from(JSON.stringify(facts));
  const reference = { sha256: sha256(bytes), bytes: bytes.byteLength };
  await putOnce(store, KEYS.facts(reference.sha256), bytes);
  return reference;
}

async function putOnce(store: ArtifactStore, key: string, bytes: Uint8Array): Promise<void> {
  try {
    await store.put(key, bytes, { ifNoneMatch: '*' });
  } catch (error) {
    if (!DqsError.is(error) || error.code !== 'artifact-conflict') throw error;
  }
}

/**
 * A stored panel, checked against its hash.
 *
 * @throws DqsError `deliveries-corrupt` if it is missing or its bytes have changed.
 */
export async function getPanel(store: ArtifactStore, { sha256: hash }: PanelReference): Promise<DailyPanel> {
  return decodePanel(await bytesNamed(store, KEYS.panel(hash), hash));
}

/** Stored facts, checked as by {@link getPanel}. */
export async function getFacts(store: ArtifactStore, { sha256: hash }: PanelReference): Promise<SeriesFact[]> {
  const key = KEYS.facts(hash);
  const text = Buffer.from(await bytesNamed(store, key, hash)).toString('utf8');
  const parsed = z.safeParse(z.array(factSchema), JSON.parse(text));
  if (!parsed.success) throw damaged(key, 'it holds no facts that this version can read');
  return parsed.data as SeriesFact[];
}

/** Bytes that are named by their hash; throws `deliveries-corrupt` if they are missing or have changed. */
export async function bytesNamed(store: ArtifactStore, key: string, hash: string): Promise<Uint8Array> {
  const { content } = await store.get(key).catch((cause: unknown) => {
    if (DqsError.is(cause) && cause.code === 'artifact-not-found') throw damaged(key, 'it is missing', cause);
    throw cause;
  });
  if (sha256(content) !== hash) throw damaged(key, 'its bytes do not match the sha256 in its name');
  return content;
}
