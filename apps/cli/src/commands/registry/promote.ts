import type { Command } from '@commander-js/extra-typings';
import { DqsError } from '@dqs/core';
import type { GateRequest, PromotionOutcome, Registry } from '@dqs/registry';

import { EXIT } from '../../exit-codes.js';
import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

type Context = CommandContext<'registry promote'>;

/** `dqs registry promote`: points an alias at a version if its gates allow it. */
export function defineRegistryPromote(program: Command): void {
  defineCommand(program, {
    name: 'registry promote',
    summary: 'point an alias at a version, if the gates allow it',
    description:
      'The gates are those of dqs validate, and that the version is not worse than the one it replaces on days neither was ' +
      'trained on. Where one says no, the refusal is recorded and the exit code is 3; --override with --reason moves the ' +
      'alias all the same, and is recorded too.',
    examples: [
      'dqs registry promote orders@latest staging',
      'dqs registry promote orders@staging production --input history.csv.gz --dry-run',
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
    throw new DqsError('config-invalid', 'expected --reason with --override: who looks later wants to know why');
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
    gates: (request) => judge(registry, request, context),
  });
  const { entry, ...outcome } = found;
  const json = { model, ...outcome, entry: entry?.number ?? null };
  const exitCode = found.outcome === 'refused' ? EXIT.gateSaidNo : EXIT.ok;
  return { json, text: () => promotionText(model, found), exitCode };
}

/** Opens the version and the one it would replace, and asks the gates. */
async function judge(registry: Registry, { model, candidate, current }: GateRequest, { settings, hooks }: Context) {
  const { promotionGates, readBundleFiles } = await import('@dqs/pipelines');
  const { judgedHistory } = await import('../../registry/judged-history.js');
  const open = async (version: string) => {
    const name = `${model}@${version}`;
    return readBundleFiles((await registry.load(name)).files, name);
  };
  const next = await open(candidate.version);
  const now = current && !current.isRemoved ? await open(current.version) : undefined;
  const opened = now ? [next, now] : [next];
  try {
    const panel = await judgedHistory(opened, settings, hooks);
    const { folds, seed, threads } = settings;
    return await promotionGates({ candidate: next, current: now, panel }, { folds, seed, threads }, hooks);
  } finally {
    for (const { predictor } of opened) predictor.model.close();
  }
}

async function promotionText(model: string, found: PromotionOutcome): Promise<string> {
  const { gatesText } = await import('../../registry/gate-lines.js');
  const { alias, from, to, outcome, isDryRun, gates } = found;
  const would = isDryRun ? 'would be ' : '';
  const step = from === null ? `to ${to}` : `from ${from} to ${to}`;
  const lines = {
    promoted: `${model}@${alias} ${would}promoted ${step}`,
    overridden: `${model}@${alias} ${would}promoted ${step} by override`,
    refused: `${model}@${alias} ${would}refused ${to}: a gate says no`,
    unchanged: `${model}@${alias} points at ${to} already`,
  };
  return `${lines[outcome]}\n${gates ? gatesText(gates) : ''}`;
}
