import { listFeatures, type ListedFeature } from '@dqs/features';
import { exportRows, writeFeatureFile } from '@dqs/pipelines';
import { textTable } from '@dqs/reports/text';
import { featureGroups } from '@dqs/runtime';
import { readInputs } from '@dqs/runtime/history';
import { orDefault, required, type INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

/** `dqs features export`: writes the rows that models learn from, for other tools. */
export async function exportFeatures({
  settings,
  hooks,
}: CommandContext<
  (typeof INPUT)[number] | 'spec' | 'groups' | 'country' | 'events' | 'horizon' | 'testFraction' | 'testFrom' | 'out'
>): Promise<CommandResult> {
  const out = required(settings.out, 'out');
  const groups = await featureGroups(settings);
  const { panel } = await readInputs(settings, hooks);
  const { spec, horizon, testFraction, testFrom } = settings;
  const rows = exportRows(panel, { spec, groups, horizon, testFraction, testFrom });
  await writeFeatureFile(out, rows, hooks);
  const { contract, train, test } = rows;
  const names = contract.features.map(({ name }) => name);
  const json = { out, spec: contract.spec, digest: contract.digest, train: train.length, test: test.length, names };
  return {
    json,
    text: () => `${train.length} training and ${test.length} test rows of ${names.length} features written to ${out}\n`,
  };
}

/** `dqs features list`: what the columns are. */
export function featureList({ settings }: CommandContext<'spec'>): CommandResult {
  const spec = orDefault(settings.spec, 'spec');
  const features = listFeatures(spec);
  return { json: { spec, features }, text: () => listText(features) };
}

function listText(features: readonly ListedFeature[]): string {
  const titles = ['group', 'feature', 'what it is', 'moves with time', 'by default'];
  const rows = features.map(({ group, name, meaning, movesWithTime, isDefault }) => [
    group,
    name,
    meaning,
    movesWithTime ? 'yes' : 'no',
    isDefault ? 'yes' : 'no',
  ]);
  return textTable(
    titles.map((title) => ({ title })),
    rows,
  );
}
