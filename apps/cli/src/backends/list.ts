import { DqsError } from '@dqs/core';
import {
  BACKEND_NAMES,
  backendNames,
  describeBackend,
  loadBackend,
  type BackendCapabilities,
  type BackendWording,
} from '@dqs/model-backends';
import { textTable } from '@dqs/reports/text';

import type { CommandResult } from '../run.js';

interface Listed {
  readonly name: string;
  readonly own: boolean;
  readonly label: string;
  /** A description in a few words. */
  readonly description: BackendWording['description'];
  readonly capabilities: BackendCapabilities | null;
  /** Why it cannot be used; null if it can. */
  readonly problem: string | null;
}

const FLAGS = ['training', 'categories', 'contributions', 'quantiles', 'incremental'] as const;

/** The work of `dqs backends list`. */
export async function listBackends(): Promise<CommandResult> {
  const backends = await Promise.all(backendNames().map(listed));
  return { json: { backends }, text: () => listText(backends) };
}

async function listed(name: string): Promise<Listed> {
  const { label, description } = describeBackend(name).wording;
  const known = { name, own: BACKEND_NAMES.includes(name), label, description };
  try {
    return { ...known, capabilities: (await loadBackend(name)).capabilities, problem: null };
  } catch (error) {
    if (!DqsError.is(error)) throw error;
    return { ...known, capabilities: null, problem: error.message };
  }
}

function listText(backends: readonly Listed[]): string {
  const titles = ['backend', ...FLAGS, 'objectives', 'what it is'];
  const rows = backends.map(({ name, capabilities, problem, description }) => [
    name,
    ...FLAGS.map((flag) => (capabilities === null ? '' : capabilities[flag] ? 'yes' : 'no')),
    capabilities?.objectives.join(' ') ?? problem ?? '',
    description,
  ]);
  return textTable(
    titles.map((title) => ({ title })),
    rows,
  );
}
