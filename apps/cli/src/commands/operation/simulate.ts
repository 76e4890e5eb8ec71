import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { MemoryStore, panelDayRange, parseDay, type DailyPanel } from '@dqs/core';
import { writeFileAtomic } from '@dqs/core/io';
import { MemoryLedger } from '@dqs/ledger';
import {
  closePredictor,
  modelVersionOf,
  simulateOperation,
  type IssuingVersion,
  type SimulationReport,
  type SimulationStores,
} from '@dqs/pipelines';
import { simulationText } from '@dqs/reports/text';
import { openModel, openStore, targetsOf, withLedger, type OpenedModel } from '@dqs/runtime';
import type { PolicySources } from '@dqs/runtime/alerting';
import { readInputs, type ToldHistory } from '@dqs/runtime/history';
import { orDefault, type LOGS } from '@dqs/runtime/settings';
import { parseFault } from '@dqs/synthetic';

import type { CommandContext, CommandResult } from '../../run.js';
import { trainUntil } from './train-until.js';

type Context = CommandContext<
  | (typeof LOGS)[number]
  | 'issuedModel'
  | 'registry'
  | 'simulatedFrom'
  | 'simulatedTo'
  | 'simulationSeed'
  | 'plant'
  | 'target'
  | 'targets'
  | 'catalog'
  | 'simulatedPolicy'
  | 'store'
  | 'databaseUrl'
  | 'out'
  | 'threads'
>;

/** Share of a history that a model is trained on where none was given. */
const TRAINING_SHARE = 0.3;

/** `dqs simulate-operation`: a history replayed day by day, with planted faults. */
export async function simulate(context: Context): Promise<CommandResult> {
  const { settings, hooks } = context;
  const faults = (settings.plant ?? []).map(parseFault);
  const { store, ...inputs } = settings;
  const history = await readInputs({ ...inputs, store: undefined }, hooks);
  const alerts = await openAlerts(context, history);
  const isByHand = settings.target !== undefined || settings.targets !== undefined;
  // What days are judged by is what they are forecast against, unless other targets are set.
  const targets = alerts && !isByHand ? alerts.targets : await targetsOf(settings, () => history);
  const report = await withVersion(context, history.panel, async (version, from) => {
    const options = {
      from,
      to: settings.simulatedTo,
      seed: orDefault(settings.simulationSeed, 'simulationSeed'),
      faults,
      targets,
      ...(alerts && { alerts }),
      threads: settings.threads,
    };
    const run = (stores: SimulationStores) => simulateOperation(history.panel, [version], stores, options, hooks);
    if (store === undefined) return run({ artifacts: new MemoryStore(), ledger: new MemoryLedger() });
    return withLedger(settings, (ledger) => run({ artifacts: openStore(store), ledger }));
  });
  const { out } = settings;
  if (out !== undefined) await writeFileAtomic(out, `${JSON.stringify(report, null, 2)}\n`);
  return { json: { store, out, ...report }, text: () => textOf(report, { store, out }) };
}

/** The policy that is simulated as well; undefined without one. */
async function openAlerts({ settings }: Context, history: ToldHistory): Promise<PolicySources | undefined> {
  const { simulatedPolicy: policy, catalog } = settings;
  if (policy === undefined) return undefined;
  const { openPolicy, policySources } = await import('@dqs/runtime/alerting');
  return policySources(await openPolicy({ policy, catalog }), history);
}

function textOf(report: SimulationReport, { store, out }: { store?: string; out?: string }): string {
  const kept = store === undefined ? '' : `\ndeliveries and ledger are kept in ${store}\n`;
  return `${simulationText(report)}${kept}${out === undefined ? '' : `report written to ${out}\n`}`;
}

/** Hands on the model that was given, or one trained on the first days, with the first day to forecast; closes it. */
async function withVersion<T>(
  context: Context,
  panel: DailyPanel,
  work: (version: IssuingVersion, from: number) => Promise<T>,
): Promise<T> {
  const { settings } = context;
  const folder = settings.issuedModel === undefined ? await mkdtemp(join(tmpdir(), 'dqs-simulation-')) : undefined;
  let opened: OpenedModel | undefined;
  try {
    if (folder !== undefined) await trainInto(join(folder, 'simulated'), context, panel);
    opened = await openModel(settings.issuedModel ?? join(folder!, 'simulated'), settings);
    const { bundle, name, version } = opened;
    const from = settings.simulatedFrom ?? parseDay(bundle.manifest.training.to)! + 1;
    const champion = { arm: 'champion' as const, model: version === undefined ? basename(name) : name, bundle };
    return await work({ ...champion, version: modelVersionOf(bundle.manifest) }, from);
  } finally {
    if (opened) closePredictor(opened.bundle.predictor);
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function trainInto(path: string, { settings, hooks }: Context, panel: DailyPanel): Promise<void> {
  const range = panelDayRange(panel);
  const { first, last } = range ?? { first: 0, last: 0 };
  const from = settings.simulatedFrom ?? first + Math.ceil(TRAINING_SHARE * (last - first + 1));
  await trainUntil(path, panel, from, { threads: settings.threads, limits: false }, hooks);
}
