import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import type { DailyPanel } from '@dqs/core';
import { readPanel } from '@dqs/ingestion';

import { replayExperiment, trainModel, type ReplayVersion, type TrainOptions } from '../../src/index.js';

const FILE = resolve(__dirname, '../../../../../shared/data/epidemic_reports.csv.gz');
const isThere = existsSync(FILE);
if (!isThere) console.warn('left out: the real history ../shared/data/epidemic_reports.csv.gz is not there');

(isThere ? describe : describe.skip)('an experiment over the last days of the real history', () => {
  let panel: DailyPanel;
  const versions: ReplayVersion[] = [];

  async function add(name: string, options: Partial<TrainOptions>): Promise<void> {
    const { bundle, predictor } = await trainModel(panel, { spec: 'classic', ...options });
    versions.push({ name, bundle: { manifest: { ...bundle.manifest, files: {} }, predictor } });
  }

  beforeAll(async () => {
    ({ panel } = await readPanel([FILE]));
    await add('first half only', { testFraction: 0.5 });
    await add('up to date', {});
    await add('another seed', { params: { seed: 7, feature_fraction: 0.9 } });
  });
  afterAll(() => versions.forEach(({ bundle }) => bundle.predictor.model.close()));

  it('finds in pairs a difference that a split of the same days misses', async () => {
    const { evaluation, from, to } = await replayExperiment(panel, [versions[0]!, versions[1]!]);
    const [result] = evaluation.treatments;
    expect([from, to]).toEqual(['2021-02-08', '2021-05-14']);
    expect(result).toMatchObject({ verdict: 'treatment better', primary: { days: 96, rows: 22_080 } });
    expect(result!.split!.concluded).toBeNull();
    const width = ({ alwaysValid }: NonNullable<typeof result>['primary']) => alwaysValid!.high! - alwaysValid!.low!;
    expect(width(result!.split!)).toBeGreaterThan(5 * width(result!.primary));
  });

  it('finds nothing between two trainings that differ by chance only', async () => {
    const { evaluation } = await replayExperiment(panel, [versions[1]!, versions[2]!]);
    expect(evaluation.treatments[0]!.verdict).toBe('inconclusive');
  });
});
