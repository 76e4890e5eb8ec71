import { versionFacts } from '@dqs/pipelines';
import { actorOf, audited, openRegistry, readBundleBytesAt } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { registeredEnd } from './registered-end.js';

/** `dqs registry register`: registers a bundle as a version. */
export async function registerBundle({
  settings,
  hooks,
}: CommandContext<
  | ('modelName' | 'model' | 'registry' | 'bump' | 'setVersion' | 'parentVersion' | 'note' | 'by')
  | ('store' | 'databaseUrl')
>): Promise<CommandResult> {
  const { bump, setVersion, parentVersion, note } = settings;
  const model = required(settings.modelName, 'modelName');
  const path = required(settings.model, 'model');
  const { manifest, files } = await readBundleBytesAt(path);
  const by = actorOf(settings);
  const registry = await openRegistry(settings);
  const request = { files, facts: versionFacts(manifest), by, bump, version: setVersion, parent: parentVersion, note };
  const targets = [{ kind: 'model', id: model }];
  const act = { actor: { id: by }, action: 'model.register', targets };
  const entry = await audited(settings, hooks, act, () => registry.register(model, request), registeredEnd);
  const { version, sequence, because, parent } = entry.body;
  const json = { model, version, sequence, because, parent, at: entry.at, by: entry.by, facts: entry.body.facts };
  const follows = parent === null ? '' : `, follows ${parent}`;
  const remark = GATE_REMARKS.get(String(entry.body.facts.metadata['gates'])) ?? '';
  return { json, text: () => `registered ${model}@${version} (${because}${follows})\n${remark}` };
}

/** A warning for a later promotion of the version. */
const GATE_REMARKS = new Map([
  ['failed', 'its training gates failed: dqs registry promote --override would be needed to promote it\n'],
  ['skipped', 'its training gates were skipped: it has not been judged yet\n'],
]);
