import { DqsError } from '@dqs/core';
import type { BackendCapabilities } from '@dqs/model-backends';

import type { CommandResult } from '../run.js';

interface Listed {
  readonly name: string;
  readonly own: boolean;
  readonly capabilities: BackendCapabilities | null;
  /** What keeps it from being used; null where nothing does. */
  readonly problem: string | null;
}

const FLAGS = ['training', 'categories', 'contributions', 'quantiles', 'incremental'] as const;

/** The work of `dqs backends list`. */
export async function listBackends(): Promise<CommandResult> {
  const { backendNames } = await import('@dqs/model-backends');
  const backends = await Promise.all(backendNames().map(listed));
  return { json: { backends }, text: () => listText(backends) };
}

async function listed(name: string): Promise<Listed> {
  const { BACKEND_NAMES, loadBackend } = await import('@dqs/model-backends');
  const own = BACKEND_NAMES.includes(name);
  try {
    return { name, own, capabilities: (await loadBackend(name)).capabilities, problem: null };
  } catch (error) {
    if (!DqsError.is(error)) throw error;
    return { name, own, capabilities: null, problem: error.message };
  }
}

async function listText(backends: readonly Listed[]): Promise<string> {
  const { textTable } = await import('@dqs/reports/text');
  const titles = ['backend', ...FLAGS, 'objectives'];
  const rows = backends.map(({ name, capabilities, problem }) => [
    name,
    ...FLAGS.map((flag) => (capabilities === null ? '' : capabilities[flag] ? 'yes' : 'no')),
    capabilities?.objectives.join(' ') ?? problem ?? '',
  ]);
  return textTable(
    titles.map((title) => ({ title })),
    rows,
  );
}
