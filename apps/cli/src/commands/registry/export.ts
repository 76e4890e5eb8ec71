import { writeFileAtomic } from '@dqs/core/io';
import { byteSize } from '@dqs/reports/text';
import { openRegistry } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry export`: writes a version as one file. */
export async function exportVersion({
  settings,
}: CommandContext<'reference' | 'registry' | 'out'>): Promise<CommandResult> {
  const reference = required(settings.reference, 'reference');
  const out = required(settings.out, 'out');
  const registry = await openRegistry(settings);
  // An alias may move meanwhile: report the version that was written.
  const { model, body } = await registry.show(reference);
  const { version } = body;
  const archive = await registry.export(`${model}@${version}`);
  await writeFileAtomic(out, archive);
  const json = { model, version, out, bytes: archive.byteLength };
  return { json, text: () => `${model}@${version} written to ${out}, ${byteSize(archive.byteLength)}\n` };
}
