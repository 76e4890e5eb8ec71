import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Policy } from '@dqs/alerting';
import { DqsError } from '@dqs/core';

import { orDefault } from '../settings/index.js';
import type { Settings } from '../settings/settings.js';

/** The one place in a store where a policy is kept that comes over an API; nothing else is written or read there. */
export const KEPT_POLICY = 'policies/alerts.yaml';
/** Secrets that such a policy may name; any other variable of the process, and every file, stays out of its reach. */
const SECRET = /^DQS_SECRET_\w{1,180}$/;

/** Where the policy is: the file that is set, else the one that the store keeps, else the one of the current folder. */
export function policyPath(settings: Settings<'policy' | 'store'>): string {
  return settings.policy ?? keptPath(settings) ?? orDefault(undefined, 'policy');
}

/** The file whose policy counts; undefined where it is the one that the store keeps, or there is none at all. */
export function policyFile(settings: Settings<'policy' | 'store'>): string | undefined {
  if (settings.policy !== undefined || keptPath(settings) !== undefined) return settings.policy;
  const path = orDefault(undefined, 'policy');
  return existsSync(path) ? path : undefined;
}

/** The policy that the store keeps, if it does: a key of a store is the path of a plain file in its folder. */
export function keptPath({ store }: Settings<'store'>): string | undefined {
  const path = store === undefined ? undefined : join(store, KEPT_POLICY);
  return path !== undefined && existsSync(path) ? path : undefined;
}

/**
 * Makes sure that a policy which came over an API reaches nothing of this machine but its own secrets.
 *
 * @throws DqsError `policy-invalid` that lists what does.
 */
export function assertClosed({ catalog, receivers, file }: Pick<Policy, 'catalog' | 'receivers' | 'file'>): void {
  const problems = catalog === undefined ? [] : ['expected the catalog in the policy itself, got the path of a file'];
  for (const { name, channel, settings } of receivers.values()) {
    for (const { env, file: path } of secretsIn(settings)) {
      if (path !== undefined || !SECRET.test(env ?? '')) {
        const got = path === undefined ? env : 'a file';
        problems.push(`expected { env: DQS_SECRET_… } as a secret of the receiver ${name}, got ${got}`);
      }
    }
    const isPrivate = channel === 'alertmanager' || settings.webhook?.allow_private === true;
    if (isPrivate) problems.push(`expected a public address of the receiver ${name}, got one that may be private`);
  }
  if (problems.length === 0) return;
  const hint =
    'a policy that comes over the API reaches no files and no private networks; such a one is set by --policy';
  throw new DqsError('policy-invalid', `${file}: ${problems.slice(0, 10).join('; ')}; ${hint}`);
}

interface Named {
  readonly env?: string;
  readonly file?: string;
}

/** Wherever they stand in the settings of a receiver. */
function secretsIn(value: unknown): Named[] {
  if (Array.isArray(value)) return value.flatMap(secretsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { env, file } = value as Named;
  if (env !== undefined || file !== undefined) return [{ env, file }];
  return Object.values(value).flatMap(secretsIn);
}
