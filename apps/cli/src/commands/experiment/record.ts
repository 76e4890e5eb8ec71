import type { Command } from '@commander-js/extra-typings';
import { DqsError, parseDay } from '@dqs/core';
import type { Experiment, Outcome } from '@dqs/experiments';

import type { CommandContext, CommandResult } from '../../run.js';
import { defineCommand } from '../define.js';

type Context = CommandContext<'experiment record'>;

/** `dqs experiment record`: how requests went. */
export function defineExperimentRecord(program: Command): void {
  defineCommand(program, {
    name: 'experiment record',
    summary: 'log outcomes of requests: losses, latencies, failures',
    description:
      'From a history, every version forecasts the days after its training as of each day, and the absolute errors are ' +
      'logged. With --outcomes, losses measured elsewhere are logged. Recording the same data again changes nothing.',
    examples: [
      'dqs experiment record new-features --input history.csv.gz --from 2026-03-01 --to 2026-03-01',
      'dqs experiment record new-features --panel panel.parquet',
      'dqs experiment record elsewhere --outcomes outcomes.jsonl',
    ],
    positionals: [{ setting: 'experimentName', syntax: '[name]' }],
    work: record,
  });
}

async function record(context: Context): Promise<CommandResult> {
  const { openExperiment } = await import('../../experiments/open-experiment.js');
  const { settings } = context;
  const { experiment } = await openExperiment(settings);
  experiment.assertRunning();
  const outcomes = await outcomesOf(context, experiment);
  await experiment.record(outcomes);
  const days = outcomes.map(({ day }) => day).sort();
  const { name } = experiment.definition;
  const json = { experiment: name, outcomes: outcomes.length, from: days[0]!, to: days.at(-1)! };
  return { json, text: () => `${outcomes.length} outcomes of ${json.from} to ${json.to} recorded for ${name}\n` };
}

async function outcomesOf(context: Context, experiment: Experiment): Promise<Outcome[]> {
  const { outcomes: file, input, panel } = context.settings;
  const hasHistory = input !== undefined || panel !== undefined;
  if ((file === undefined) === !hasHistory) {
    throw new DqsError(
      'config-invalid',
      `expected either a history (--input or --panel) or --outcomes, got ${hasHistory ? 'both' : 'neither'}`,
    );
  }
  if (file === undefined) return forecastOutcomes(context, experiment);
  const { readOutcomes } = await import('../../experiments/read-outcomes.js');
  return readOutcomes(file);
}

/** In split mode only the version that serves a unit has scored it. */
async function forecastOutcomes({ settings, hooks }: Context, experiment: Experiment): Promise<Outcome[]> {
  const { readInputs } = await import('../../inputs.js');
  const { withModels } = await import('../../open-model.js');
  const { replaySettings } = await import('../../experiments/rule-settings.js');
  const { versionsByArm } = await import('@dqs/experiments');
  const { replayForecasts, replayOutcomes } = await import('@dqs/pipelines');
  const { mode, segmentBy } = experiment.definition;
  const versions = versionsByArm(experiment.definition);
  return withModels(Object.values(versions), settings, async (opened) => {
    const { panel } = await readInputs(settings, hooks);
    const replay = replayForecasts(panel, opened, replaySettings(settings), hooks);
    const outcomes = replayOutcomes(replay, Object.keys(versions), segmentBy);
    if (mode === 'shadow') return outcomes;
    return outcomes.map((outcome) => {
      const arm = experiment.arm(outcome.unit, parseDay(outcome.day)!);
      return { ...outcome, arms: { [arm]: outcome.arms[arm]! } };
    });
  });
}
