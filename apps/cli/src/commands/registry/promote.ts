import type { Command } from '@commander-js/extra-typings';
import { type DailyPanel, DqsError, EXIT, type GateReport } from '@dqs/core';
import type { GateRequest, PromotionOutcome } from '@dqs/registry';

import type { OpenedModel } from '../../open-model.js';
import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

type Context = CommandContext<'registry promote'>;

/** `dqs registry promote`: points an alias at a version if its gates allow it. */
export function defineRegistryPromote(program: Command): void {
  defineCommand(program, {
    name: 'registry promote',
    summary: 'point an alias at a version if the gates pass',
    description:
      'The gates are those of its training, those of dqs validate with the same options, and a check that the version is not ' +
      'worse than the one it replaces on days neither was trained on. If one fails, the refusal is recorded and the exit code is 3; --override with --reason moves the ' +
      'alias anyway, and is recorded too.',
    examples: [
      'dqs registry promote orders@latest staging',
      'dqs registry promote orders@staging production --input history.csv.gz --dry-run',
      'dqs registry promote orders@staging production --limit minSkill=0.1 maxDataAgeDays=7 --rules rules.json',
      'dqs registry promote orders@1.4.0 production --override --reason "hotfix, see ticket 17"',
    ],
    positionals: [
      { setting: 'reference', syntax: '[version]' },
      { setting: 'aliasName', syntax: '[alias]' },
    ],
    work: promote,
  });
}

async function promote(context: Context): Promise<CommandResult> {
  const { settings } = context;
  const reference = required(settings.reference, 'reference');
  const alias = required(settings.aliasName, 'aliasName');
  const { override: isOverride = false, reason, expect, dryRun } = settings;
  if (isOverride && reason === undefined) {
    throw new DqsError('config-invalid', 'expected --reason with --override: the reason is recorded in the history');
  }
  const { openRegistry } = await import('../../open-model.js');
  const { parseReference } = await import('@dqs/registry');
  const { actorOf } = await import('../../registry/actor.js');
  const registry = await openRegistry(settings);
  const { model, selector } = parseReference(reference);
  const found = await registry.promote(model, {
    selector,
    alias,
    by: actorOf(settings),
    reason,
    override: isOverride ? { reason: reason! } : undefined,
    expect,
    dryRun,
    gates: await judging(context),
  });
  const { entry, ...outcome } = found;
  const json = { model, ...outcome, entry: entry?.number ?? null };
  const exitCode = found.outcome === 'refused' ? EXIT.gateFailed : EXIT.ok;
  return { json, text: () => promotionText(model, found), exitCode };
}

/** What is asked of the gates, read once, however often a race makes them be asked. */
type Judging = (request: GateRequest) => Promise<GateReport>;

async function judging({ settings, hooks }: Context): Promise<Judging> {
  const { judgingOptions } = await import('../../validation/judging.js');
  const options = await judgingOptions(settings);
  let given: Promise<DailyPanel | undefined> | undefined;
  return async ({ model, candidate, current }) => {
    const { promotionGates } = await import('@dqs/pipelines');
    const { givenPanel } = await import('../../given-panel.js');
    const { withModels } = await import('../../open-model.js');
    const { judgedHistory } = await import('../../registry/judged-history.js');
    given ??= givenPanel(settings, hooks);
    const panel = await given;
    const versions = current && !current.isRemoved ? [candidate, current] : [candidate];
    const references = versions.map(({ version }) => `${model}@${version}`);
    return withModels(references, settings, (models) => {
      const [next, now] = models as [OpenedModel, OpenedModel | undefined];
      const compareOn = now && judgedHistory(models, panel);
      return promotionGates({ candidate: next.bundle, current: now?.bundle, panel, compareOn }, options, hooks);
    });
  };
}

async function promotionText(model: string, found: PromotionOutcome): Promise<string> {
  const { gatesText } = await import('@dqs/reports/text');
  const { alias, from, to, outcome, isDryRun, gates } = found;
  const would = isDryRun ? 'would be ' : '';
  const step = from === null ? `to ${to}` : `from ${from} to ${to}`;
  const lines = {
    promoted: `${model}@${alias} ${would}promoted ${step}`,
    overridden: `${model}@${alias} ${would}promoted ${step} by override`,
    refused: `${model}@${alias} ${would}refused ${to}: a gate failed`,
    unchanged: `${model}@${alias} already points at ${to}`,
  };
  return `${lines[outcome]}\n${gates ? gatesText(gates) : ''}`;
}
