import type { Command } from '@commander-js/extra-typings';

import { writeFileAtomic } from '@dqs/core/io';

import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

/** `dqs registry export`: a version as one file. */
export function defineRegistryExport(program: Command): void {
  defineCommand(program, {
    name: 'registry export',
    summary: 'write a version as one archive',
    examples: ['dqs registry export orders@production --out orders.tar.gz'],
    positionals: [{ setting: 'reference', syntax: '[version]' }],
    work: exportVersion,
  });
}

async function exportVersion({ settings }: CommandContext<'registry export'>): Promise<CommandResult> {
  const reference = required(settings.reference, 'reference');
  const out = required(settings.out, 'out');
  const { openRegistry } = await import('../../open-model.js');
  const { byteSize } = await import('@dqs/reports/text');
  const registry = await openRegistry(settings);
  // An alias may move meanwhile: what is told is what was written.
  const { model, body } = await registry.show(reference);
  const { version } = body;
  const archive = await registry.export(`${model}@${version}`);
  await writeFileAtomic(out, archive);
  const json = { model, version, out, bytes: archive.byteLength };
  return { json, text: () => `${model}@${version} written to ${out}, ${byteSize(archive.byteLength)}\n` };
}
