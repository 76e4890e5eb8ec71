import { dirname, join, isAbsolute } from 'node:path';

import { MAX_POLICY_LENGTH, readPolicy, type Policy, type ReadPolicy } from '@dqs/alerting';
import { DqsError } from '@dqs/core';
import { Catalog } from '@dqs/core/catalog';

import { openCatalog } from '../catalog/open-catalog.js';
import type { Settings } from '../settings/settings.js';
import { inputFileText, MOST_BYTES_A_CHARACTER } from '../settings/small-file.js';
import { policyPath } from './kept-policy.js';

/** A policy with the catalog by which it knows owners and targets. */
export interface OpenedPolicy {
  readonly policy: Policy;
  readonly catalog: Catalog;
  /** What is doubtful about it by that catalog, on a day; the policy is read once more for that. */
  readonly doubts: (today: number) => ReadPolicy['doubts'];
}

/**
 * The policy that is set, else the one that the store keeps, else the one of the current folder. Its catalog is the one in its own
 * file, else the one that it names (a path from where it lies), else the one that is set or lies in the current folder; without
 * any, nobody owns anything.
 *
 * @throws DqsError `input-not-found`, `input-unreadable`, `policy-invalid` or `catalog-invalid`, which list every problem.
 */
export async function openPolicy(settings: Settings<'policy' | 'catalog' | 'store'>): Promise<OpenedPolicy> {
  const path = policyPath(settings);
  const text = await inputFileText({
    path,
    what: 'an alert policy',
    whenMissing: 'name one with --policy',
    mostBytes: MOST_BYTES_A_CHARACTER * MAX_POLICY_LENGTH,
  });
  const { policy } = readPolicy(text, path);
  const catalog = policy.entries ? new Catalog(policy.entries, path) : await catalogOf(policy.catalog, path, settings);
  const owners = catalog.entries.flatMap(({ set }) => (set.owner === undefined ? [] : [set.owner]));
  return { policy, catalog, doubts: (today) => readPolicy(text, path, { today, owners }).doubts };
}

/** Nobody is told anything. */
const NO_RULES =
  'apiVersion: dqs/v1\nkind: AlertPolicy\nmetadata: { name: none }\nrules: []\nroutes: []\nreceivers: {}\n';

/**
 * The policy that is set or lies in the current folder; without any, one under which nobody is told anything.
 *
 * @throws DqsError as {@link openPolicy} for one that was set.
 */
export async function openPolicyOrNone(settings: Settings<'policy' | 'catalog' | 'store'>): Promise<OpenedPolicy> {
  try {
    return await openPolicy(settings);
  } catch (error) {
    if (settings.policy !== undefined || !DqsError.is(error) || error.code !== 'input-not-found') throw error;
  }
  const { policy } = readPolicy(NO_RULES, 'no policy');
  return { policy, catalog: await catalogOf(undefined, 'no policy', settings), doubts: () => [] };
}

async function catalogOf(named: string | undefined, policy: string, settings: Settings<'catalog'>): Promise<Catalog> {
  if (named === undefined) return (await openCatalog(settings)) ?? new Catalog([], policy);
  const catalog = isAbsolute(named) ? named : join(dirname(policy), named);
  return (await openCatalog({ catalog }))!;
}
