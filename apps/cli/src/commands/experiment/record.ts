import { DqsError, parseDay } from '@dqs/core';
import { readOutcomes, versionsByArm, type Experiment, type ExperimentOutcome } from '@dqs/experiments';
import { replayForecasts, replayOutcomes } from '@dqs/pipelines';
import { withModels } from '@dqs/runtime';
import { openExperiment, replaySettings } from '@dqs/runtime/experiments';
import { readInputs } from '@dqs/runtime/history';

import { required, type INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

type Context = CommandContext<
  | (typeof INPUT)[number]
  | 'experimentName'
  | 'experiments'
  | 'outcomes'
  | 'registry'
  | 'fromDay'
  | 'toDay'
  | 'replayHorizon'
  | 'threads'
>;

/** `dqs experiment record`: logs the outcomes of requests. */
export async function record(context: Context): Promise<CommandResult> {
  const { settings } = context;
  const { experiment } = await openExperiment(required(settings.experimentName, 'experimentName'), settings);
  experiment.assertRunning();
  const outcomes = await outcomesOf(context, experiment);
  await experiment.record(outcomes);
  const days = outcomes.map(({ day }) => day).sort();
  const { name } = experiment.definition;
  const json = { experiment: name, outcomes: outcomes.length, from: days[0]!, to: days.at(-1)! };
  return { json, text: () => `${outcomes.length} outcomes of ${json.from} to ${json.to} recorded for ${name}\n` };
}

async function outcomesOf(context: Context, experiment: Experiment): Promise<ExperimentOutcome[]> {
  const { outcomes: file, input, panel, panelSet } = context.settings;
  const hasHistory = [input, panel, panelSet].some((one) => one !== undefined);
  if ((file === undefined) === !hasHistory) {
    throw new DqsError(
      'config-invalid',
      `expected either a history (--input, --panel or --panel-set) or --outcomes, got ${hasHistory ? 'both' : 'neither'}`,
    );
  }
  if (file === undefined) return forecastOutcomes(context, experiment);
  return readOutcomes(file);
}

/** In split mode only the version that serves a unit has scored it. */
async function forecastOutcomes({ settings, hooks }: Context, experiment: Experiment): Promise<ExperimentOutcome[]> {
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
