import { DqsError, EXIT } from '@dqs/core';
import type { VerifyReport } from '@dqs/registry';
import { byteSize, inLine } from '@dqs/reports/text';
import { openRegistry } from '@dqs/runtime';

import { ignoreUnknown } from './ignore-unknown.js';
import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry verify`: checks every byte and the history. */
export async function verify({
  settings,
  hooks,
}: CommandContext<'modelName' | 'expectHead' | 'registry'>): Promise<CommandResult> {
  const { modelName, expectHead } = settings;
  if (expectHead !== undefined && modelName === undefined) {
    throw new DqsError(
      'config-invalid',
      'expected the name of a model with --expect-head: each model has its own head',
    );
  }
  const registry = await openRegistry(settings);
  const reports: VerifyReport[] = [];
  if (modelName !== undefined) reports.push(await registry.verify(modelName, { expectHead }, hooks));
  else {
    for (const model of await registry.models()) {
      const report = await registry.verify(model, {}, hooks).catch(ignoreUnknown);
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

function verifyText(reports: readonly VerifyReport[]): string {
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
