import { DqsError } from '@dqs/core';
import { manifests, toYaml } from '@dqs/deploy';
import type { DEPLOY_SETTINGS } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

/** `dqs deploy print`: the manifests as YAML, or as a list in JSON. */
export function printManifests({ settings }: CommandContext<keyof typeof DEPLOY_SETTINGS>): CommandResult {
  const { deployOverlay: overlay, deployShards, deployRun, deployImage: image, deployNamespace: namespace } = settings;
  if (overlay !== 'batch' && (deployShards !== undefined || deployRun !== undefined)) {
    throw new DqsError(
      'config-invalid',
      `--shards and --run: expected --overlay batch, which they are about, got ${overlay ?? 'no overlay'}`,
    );
  }
  const given = { image, 'batch.shards': deployShards, 'batch.run': deployRun };
  const objects = manifests({ overlay, namespace, settings: given });
  return { json: { apiVersion: 'v1', kind: 'List', items: objects }, text: () => toYaml(objects), isData: true };
}
