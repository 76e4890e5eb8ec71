import { closePredictor, type LoadedBundle } from '@dqs/pipelines';
import { byteSize, inLine, scoresText, textTable, whole } from '@dqs/reports/text';
import { openModel } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

const TOP_FEATURES = 20;

/** `dqs inspect`: shows the content of a bundle. */
export async function inspect({ settings }: CommandContext<'model' | 'registry'>): Promise<CommandResult> {
  const path = required(settings.model, 'model');
  const { bundle, name } = await openModel(path, settings);
  try {
    const importance = bundle.predictor.model.importance().slice(0, TOP_FEATURES);
    const json = { bundle: name, filesOk: true, importance, manifest: bundle.manifest };
    return { json, text: () => bundleText(name, bundle.manifest, importance) };
  } finally {
    closePredictor(bundle.predictor);
  }
}

type Importance = ReturnType<LoadedBundle['predictor']['model']['importance']>;

function bundleText(path: string, manifest: LoadedBundle['manifest'], importance: Importance): string {
  const { training, data, contract, evaluation } = manifest;
  const parameters = Object.entries(manifest.params).map(([name, value]) => `${name}=${String(value)}`);
  const facts = [
    ['bundle', path],
    ['written', manifest.createdAt],
    ['model', `${manifest.backend}, ${manifest.rounds} rounds, objective ${manifest.objective}, seed ${manifest.seed}`],
    ['needs', engineText(manifest.engine)],
    ['parameters', parameters.join(' ') || 'none'],
    ['features', `${contract.features.length}, horizon ${manifest.horizon}`],
    ['trained on', `${training.from} to ${training.to}, ${whole(training.rows)} rows`],
    ['history', `${data.from} to ${data.to}, ${whole(data.series)} series, ${whole(data.executions)} executions`],
    [
      'versions',
      Object.entries(manifest.versions)
        .map((entry) => entry.join(' '))
        .join(', '),
    ],
  ] as const;
  const files = Object.entries(manifest.files).map(([name, { bytes, sha256 }]) => [
    name,
    byteSize(bytes),
    sha256.slice(0, 12),
  ]);
  const fileColumns = [{ title: 'file' }, { title: 'size', align: 'right' as const }, { title: 'sha256, all match' }];
  return [
    facts.map(([name, value]) => `${name.padEnd(11)} ${inLine(value)}\n`).join(''),
    evaluation ? scoresText(evaluation) : 'No dates were set aside for a test, so nothing was measured.\n',
    importanceText(importance, textTable),
    textTable(fileColumns, files),
  ].join('\n');
}

/** The library that the model runs on, with the package to install. */
function engineText(engine: LoadedBundle['manifest']['engine']): string {
  return engine ? `${engine.name} ${engine.version} (npm install ${engine.package})` : 'nothing besides dqs';
}

function importanceText(importance: Importance, textTable: typeof import('@dqs/reports/text').textTable): string {
  if (importance.length === 0) return 'This model has no feature importances.\n';
  const total = importance.reduce((sum, { gain }) => sum + gain, 0);
  const rows = importance.map(({ name, gain, splits }) => [
    name,
    `${((100 * gain) / (total || 1)).toFixed(1)} %`,
    String(splits),
  ]);
  const right = 'right' as const;
  return textTable(
    [{ title: 'feature' }, { title: 'share of gain', align: right }, { title: 'splits', align: right }],
    rows,
  );
}
