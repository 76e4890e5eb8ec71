import type { Command } from '@commander-js/extra-typings';

import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

/** `dqs registry register`: a bundle becomes a version. */
export function defineRegistryRegister(program: Command): void {
  defineCommand(program, {
    name: 'registry register',
    summary: 'register a bundle as a version',
    description:
      'The number follows from what changed since the previous version: different features or horizon, major; different ' +
      'spec, backend or objective, minor; retrained, patch. A version never changes; no alias points at it yet.',
    examples: [
      'dqs registry register orders --model model',
      'dqs registry register orders --model model --bump minor --note "with holidays" --by ann',
    ],
    positionals: [{ setting: 'modelName', syntax: '[model]' }],
    work: registerBundle,
  });
}

async function registerBundle({ settings }: CommandContext<'registry register'>): Promise<CommandResult> {
  const { bump, setVersion, parentVersion, note } = settings;
  const model = required(settings.modelName, 'modelName');
  const path = required(settings.model, 'model');
  const { openRegistry } = await import('../../open-model.js');
  const { actorOf } = await import('../../registry/actor.js');
  const { readBundleBytes, versionFacts } = await import('@dqs/pipelines');
  const { manifest, files } = await readBundleBytes(path);
  const entry = await (
    await openRegistry(settings)
  ).register(model, {
    files,
    facts: versionFacts(manifest),
    by: actorOf(settings),
    bump,
    version: setVersion,
    parent: parentVersion,
    note,
  });
  const { version, sequence, because, parent } = entry.body;
  const json = { model, version, sequence, because, parent, at: entry.at, by: entry.by, facts: entry.body.facts };
  const follows = parent === null ? '' : `, follows ${parent}`;
  const remark = GATE_REMARKS.get(String(entry.body.facts.metadata['gates'])) ?? '';
  return { json, text: () => `registered ${model}@${version} (${because}${follows})\n${remark}` };
}

/** What whoever wants to promote the version should know now. */
const GATE_REMARKS = new Map([
  ['failed', 'its training gates failed: it will not be promoted without --override\n'],
  ['skipped', 'its training gates were skipped: it has not been judged yet\n'],
]);
