import { backendNames, loadBackend } from '@dqs/model-backends';

import type { Check } from './check.js';

/** One check for every backend that `dqs backends list` names, those of other packages included. */
export function backendChecks(): (readonly [name: string, check: () => Promise<Check>])[] {
  return backendNames().map((name) => [name, () => backendCheck(name)]);
}

async function backendCheck(name: string): Promise<Check> {
  const backend = await loadBackend(name);
  const result = (await backend.selfCheck?.()) ?? { ok: true, found: 'ready' };
  return { name, ...result };
}
