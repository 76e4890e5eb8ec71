import { DqsError } from '@dqs/core';
import {
  lossFigures,
  planExperiment,
  treatmentArms,
  type LossFigures,
  type ExperimentOutcome,
  type PlannedTest,
} from '@dqs/experiments';
import { replayForecasts, replayOutcomes } from '@dqs/pipelines';
import { fixed, textTable } from '@dqs/reports/text';
import { withModels } from '@dqs/runtime';
import { openExperiment, replaySettings } from '@dqs/runtime/experiments';
import { readInputs } from '@dqs/runtime/history';
import { orDefault, required, type INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

type Context = CommandContext<
  | (typeof INPUT)[number]
  | 'effect'
  | 'power'
  | 'alpha'
  | 'share'
  | 'maxDays'
  | 'experimentName'
  | 'experiments'
  | 'control'
  | 'treatment'
  | 'registry'
  | 'fromDay'
  | 'toDay'
  | 'replayHorizon'
  | 'threads'
  | 'baselineLoss'
  | 'dailySd'
>;

/** `dqs experiment plan`: estimates how many days an experiment needs. */
export async function plan(context: Context): Promise<CommandResult> {
  const { alpha, power, maxDays } = context.settings;
  const effect = orDefault(context.settings.effect, 'effect');
  const figures = await figuresOf(context);
  const tests = planExperiment(figures, { effect, alpha, power, maxDays });
  const json = { effect, figures, tests };
  return { json, text: () => planText(effect, figures, tests) };
}

async function figuresOf(context: Context): Promise<LossFigures> {
  const { experimentName, baselineLoss, dailySd, input, panel, share } = context.settings;
  const sources = [experimentName, baselineLoss ?? dailySd, input ?? panel].filter((source) => source !== undefined);
  if (sources.length !== 1) {
    throw new DqsError(
      'config-invalid',
      'expected one of: the name of an experiment; a history with --control and --treatment; --baseline-loss with ' +
        `--daily-sd; got ${sources.length === 0 ? 'none' : 'several'}`,
    );
  }
  if (baselineLoss !== undefined || dailySd !== undefined) {
    return {
      baselineLoss: required(baselineLoss, 'baselineLoss'),
      dailyDifferenceSd: required(dailySd, 'dailySd'),
    };
  }
  const { outcomes, arm } = await (experimentName === undefined ? replayed(context) : recorded(context));
  return lossFigures(outcomes, arm, orDefault(share, 'share'));
}

interface Measured {
  readonly outcomes: readonly ExperimentOutcome[];
  /** The treatment of the plan. */
  readonly arm: string;
}

async function recorded({ settings }: Context): Promise<Measured> {
  const { store, experiment } = await openExperiment(required(settings.experimentName, 'experimentName'), settings);
  const { records } = await store.read(experiment.definition.name, 'outcomes');
  return { outcomes: records, arm: treatmentArms(experiment.definition)[0]! };
}

async function replayed({ settings, hooks }: Context): Promise<Measured> {
  const references = [required(settings.control, 'control'), required(settings.treatment, 'treatment')[0]!];
  return withModels(references, settings, async (versions) => {
    const { panel } = await readInputs(settings, hooks);
    const replay = replayForecasts(panel, versions, replaySettings(settings), hooks);
    return { outcomes: replayOutcomes(replay, ['control', 'treatment'], 'level'), arm: 'treatment' };
  });
}

function planText(effect: number, figures: LossFigures, tests: readonly PlannedTest[]): string {
  const rows = tests.map(({ design, method, days, power }) => [
    design,
    method === 'fixed' ? 'one look, on the last day' : 'daily looks',
    days === null ? 'never' : String(days),
    `${fixed(100 * power, 0)} %`,
  ]);
  const right = 'right' as const;
  const columns = [{ title: 'design' }, { title: 'looks' }, { title: 'days', align: right }];
  const { baselineLoss, dailyDifferenceSd, split } = figures;
  const spread = dailyDifferenceSd === undefined ? '' : `, daily differences vary by ${fixed(dailyDifferenceSd, 3)}`;
  const units = split ? `, ${split.units} units that differ by ${fixed(split.unitSd, 3)}` : '';
  return (
    `To detect a change of ${fixed(100 * effect, 1)} % of a loss of ${fixed(baselineLoss, 3)}${spread}${units}:\n\n` +
    textTable([...columns, { title: 'power', align: right }], rows)
  );
}
