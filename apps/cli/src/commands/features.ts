import type { Command } from '@commander-js/extra-typings';

import type { CommandContext, CommandResult } from '../run.js';
import { required } from '../setting-names.js';
import { defineCommand } from './define.js';

/** `dqs features export`: the rows that models learn from, for tools of one's own. */
export function defineFeatures(program: Command): void {
  defineCommand(program, {
    name: 'features export',
    summary: 'write the rows that training would use as CSV',
    description:
      'One row per series and observed day: business_date, set (train or test, as dqs train divides them), the features ' +
      'in the order of the model, target (the fraction that passed) and weight (executions). Categories are codes; ' +
      'missing is empty.',
    examples: [
      'dqs features export --input history.csv.gz --spec classic --out features.csv',
      'dqs features export --panel panel.parquet --test-from 2025-03-01 --out features.csv --json',
    ],
    work: exportFeatures,
  });
}

async function exportFeatures({ settings, hooks }: CommandContext<'features export'>): Promise<CommandResult> {
  const out = required(settings.out, 'out');
  const { readInputs } = await import('../inputs.js');
  const { panel } = await readInputs(settings, hooks);
  const { exportRows, writeFeatureFile } = await import('@dqs/pipelines');
  const { spec, groups, horizon, testFraction, testFrom } = settings;
  const rows = exportRows(panel, { spec, groups: groups as never, horizon, testFraction, testFrom });
  await writeFeatureFile(out, rows, hooks.signal);
  const { contract, train, test } = rows;
  const names = contract.features.map(({ name }) => name);
  const json = { out, spec: contract.spec, digest: contract.digest, train: train.length, test: test.length, names };
  return {
    json,
    text: () => `${train.length} training and ${test.length} test rows of ${names.length} features written to ${out}\n`,
  };
}
