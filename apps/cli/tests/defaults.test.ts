import { BATCH_DEFAULTS } from '@dqs/batch';
import { defineExperiment, planExperiment } from '@dqs/experiments';
import { READ_DEFAULTS } from '@dqs/ingestion';
import { DEFAULT_MAX_ERROR_RATIO } from '@dqs/pipelines';
import { defaultOf, SETTINGS, settingOf, type SettingName } from '@dqs/runtime/settings';
import { DEFAULT_EPSILON, DEFAULT_WINDOWS } from '@dqs/summarizer';
import { shapeOf } from '@dqs/synthetic';

/** The defaults that settings declare, for the help to tell them without loading the packages. */
const declared = <N extends SettingName>(...names: readonly N[]) =>
  Object.fromEntries(names.map((name) => [name, defaultOf(settingOf(name))])) as Readonly<Record<N, unknown>>;

describe('the defaults that the help tells are those of the package:', () => {
  it('batch predictions', () => {
    const { workers, isolation, shard, memoryLimitMb } = BATCH_DEFAULTS;
    expect(declared('workers', 'isolation', 'shardRows', 'workerMemory', 'maxErrorRatio')).toEqual({
      workers,
      isolation,
      shardRows: shard.rows,
      workerMemory: memoryLimitMb,
      maxErrorRatio: DEFAULT_MAX_ERROR_RATIO,
    });
  });

  it('reading', () => {
    const { maxRejectRatio, maxUnreadableRatio } = READ_DEFAULTS;
    expect(declared('maxRejectRatio', 'maxUnreadableRatio')).toEqual({ maxRejectRatio, maxUnreadableRatio });
  });

  it('experiments', () => {
    const experiment = defineExperiment({ name: 'e', control: 'm@1.0.0', treatments: ['m@1.1.0'] });
    expect(experiment).toMatchObject(declared('mode', 'share', 'seed', 'alpha', 'plannedDays', 'minDays', 'segmentBy'));
  });

  it('plans of experiments', () => {
    const figures = { baselineLoss: 1, split: { units: 40, share: 0.5, unitSd: 0.1, daySd: 0.2 } };
    const { alpha, power, maxDays } = declared('alpha', 'power', 'maxDays') as Record<string, number>;
    // Of the two effects, the larger is found in time, and the smaller not before the longest experiment ends.
    for (const effect of [0.03, 0.1]) {
      const plan = planExperiment(figures, { effect });
      expect(plan).toEqual(planExperiment(figures, { effect, alpha, power, maxDays }));
      expect(plan).not.toEqual(planExperiment(figures, { effect, alpha: 0.01, power, maxDays: maxDays! - 30 }));
    }
  });

  it('synthetic histories', () => {
    expect(shapeOf({ datasets: 1 })).toMatchObject(declared('rules', 'days', 'executions'));
  });

  it('summaries', () => {
    expect(defaultOf(SETTINGS.epsilon)).toBe(DEFAULT_EPSILON);
    expect(settingOf('windows').otherwise).toBe(DEFAULT_WINDOWS.map(({ days }) => days).join(','));
  });
});
