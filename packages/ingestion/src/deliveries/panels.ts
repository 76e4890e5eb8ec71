import { decodePanel, DqsError, encodePanel, type ArtifactStore, type DailyPanel } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';

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
  try {
    await store.put(KEYS.panel(reference.sha256), bytes, { ifNoneMatch: '*' });
  } catch (error) {
    if (!DqsError.is(error) || error.code !== 'artifact-conflict') throw error;
  }
  return reference;
}

/**
 * A stored panel, checked against its hash.
 *
 * @throws DqsError `deliveries-corrupt` if it is missing or its bytes have changed.
 */
export async function getPanel(store: ArtifactStore, reference: PanelReference): Promise<DailyPanel> {
  return decodePanel(await panelBytes(store, reference));
}

/** The bytes of a stored panel, checked as by {@link getPanel}. */
export async function panelBytes(store: ArtifactStore, reference: PanelReference): Promise<Uint8Array> {
  const key = KEYS.panel(reference.sha256);
  const { content } = await store.get(key).catch((cause: unknown) => {
    if (DqsError.is(cause) && cause.code === 'artifact-not-found') throw damaged(key, 'it is missing', cause);
    throw cause;
  });
  if (sha256(content) !== reference.sha256) throw damaged(key, 'its bytes do not match the sha256 in its name');
  return content;
}
