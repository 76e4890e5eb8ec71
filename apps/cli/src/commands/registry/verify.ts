import type { Command } from '@commander-js/extra-typings';
import type { VerifyReport } from '@dqs/registry';

import { EXIT } from '../../exit-codes.js';
import type { CommandContext, CommandResult } from '../../run.js';
import { defineCommand } from '../define.js';

/** `dqs registry verify`: reads and compares everything. */
export function defineRegistryVerify(program: Command): void {
  defineCommand(program, {
    name: 'registry verify',
    summary: 'read every byte and compare it with its hash, the history with its chain',
    description: 'Ends with exit code 1 where something is damaged, and names it.',
    examples: ['dqs registry verify', 'dqs registry verify orders --json'],
    positionals: [{ setting: 'modelName', syntax: '[model]' }],
    work: verify,
  });
}

async function verify({ settings, hooks }: CommandContext<'registry verify'>): Promise<CommandResult> {
  const { openRegistry } = await import('../../open-model.js');
  const registry = await openRegistry(settings);
  const models = settings.modelName === undefined ? await registry.models() : [settings.modelName];
  const reports: VerifyReport[] = [];
  for (const model of models) reports.push(await registry.verify(model, hooks));
  const isFine = reports.every(({ problems }) => problems.length === 0);
  return {
    json: { isFine, models: reports },
    text: () => verifyText(reports),
    exitCode: isFine ? EXIT.ok : EXIT.failed,
  };
}

async function verifyText(reports: readonly VerifyReport[]): Promise<string> {
  const { byteSize } = await import('../../output/numbers.js');
  if (reports.length === 0) return 'no models\n';
  return reports
    .map(({ model, entries, versions, files, bytes, head, problems }) => {
      const read = `${entries} entries, ${versions} versions, ${files} files, ${byteSize(bytes)}`;
      const damage = problems.map(({ key, problem }) => `  ${key}: ${problem}\n`).join('');
      const verdict = problems.length === 0 ? `fine, head ${head.slice(0, 16)}` : `${problems.length} problems`;
      return `${model}: ${read}; ${verdict}\n${damage}`;
    })
    .join('');
}
