import type { Command } from '@commander-js/extra-typings';
import { DqsError, EXIT } from '@dqs/core';
import type { VerifyReport } from '@dqs/registry';

import { ignoreUnknown } from '../../registry/ignore-unknown.js';
import type { CommandContext, CommandResult } from '../../run.js';
import { defineCommand } from '../define.js';

/** `dqs registry verify`: reads and compares everything. */
export function defineRegistryVerify(program: Command): void {
  defineCommand(program, {
    name: 'registry verify',
    summary: 'verify every byte against its hash, and the history against its chain',
    description:
      'Exits with 1 if something is damaged, and names it. That the end of a history was cut off can only be detected if its ' +
      'head was stored elsewhere: --expect-head checks that the history still contains it.',
    examples: [
      'dqs registry verify',
      'dqs registry verify orders --json',
      'dqs registry verify orders --expect-head 41ba159f79dfc148',
    ],
    positionals: [{ setting: 'modelName', syntax: '[model]' }],
    work: verify,
  });
}

async function verify({ settings, hooks }: CommandContext<'registry verify'>): Promise<CommandResult> {
  const { modelName, expectHead } = settings;
  if (expectHead !== undefined && modelName === undefined) {
    throw new DqsError(
      'config-invalid',
      'expected the name of a model with --expect-head: each model has its own head',
    );
  }
  const { openRegistry } = await import('../../open-model.js');
  const registry = await openRegistry(settings);
  const options = { ...hooks, expectHead };
  const reports: VerifyReport[] = [];
  if (modelName !== undefined) reports.push(await registry.verify(modelName, options));
  else {
    for (const model of await registry.models()) {
      const report = await registry.verify(model, options).catch(ignoreUnknown);
      if (report) reports.push(report);
    }
  }
  const isFine = reports.every(({ problems }) => problems.length === 0);
  return {
    json: { isFine, models: reports },
    text: () => verifyText(reports),
    exitCode: isFine ? EXIT.ok : EXIT.failed,
  };
}

async function verifyText(reports: readonly VerifyReport[]): Promise<string> {
  const { byteSize, inLine } = await import('@dqs/reports/text');
  if (reports.length === 0) return 'no models\n';
  return reports
    .map(({ model, entries, versions, files, bytes, head, problems }) => {
      const read = `${entries} entries, ${versions} versions, ${files} files, ${byteSize(bytes)}`;
      const damage = problems.map(({ key, problem }) => `  ${inLine(key)}: ${inLine(problem)}\n`).join('');
      const verdict = problems.length === 0 ? `fine, head ${head.slice(0, 16)}` : `${problems.length} problems`;
      return `${model}: ${read}; ${verdict}\n${damage}`;
    })
    .join('');
}
