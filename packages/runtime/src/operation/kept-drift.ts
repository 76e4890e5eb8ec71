import { DqsError, MS_PER_DAY, parseDay } from '@dqs/core';
import type { LedgerStore } from '@dqs/ledger';
import type { DriftRow } from '@dqs/monitoring';
import { monitorLedger, type LedgerMonitoring } from '@dqs/pipelines';

import type { AppHooks } from '../app-hooks.js';
import type { Settings } from '../settings/settings.js';
import { withDriftOfModel } from './drift-of-model.js';
import { productionModel, type IssuingSettings } from './issuing-versions.js';

/** What was found when somebody last looked for drift in all that a model is made from. Survives JSON. */
export interface KeptDrift {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The model with whose training the days were compared: `orders@1.2.0`; null where there was none, so that no inputs were looked at. */
  readonly version: string | null;
  /** Last of the days that were looked at, since 1970-01-01. */
  readonly lastDay: number;
  /** The costliest first. */
  readonly rows: readonly (DriftRow & {
    /** What the quantity is, as a phrase. */
    readonly meaning: string;
  })[];
}

/** Where it stands in a ledger. */
const NAME = 'monitoring/drift';

type Checkpoints = Pick<LedgerStore, 'checkpoint' | 'keepCheckpoint'>;

/**
 * What the graded forecasts of a ledger tell; what drifted from the training of the version that forecasts is kept for those who ask
 * later, since looking at its features takes as long as many forecasts.
 *
 * @throws DqsError as `openModel`.
 */
export async function monitorAndKeepDrift(
  settings: IssuingSettings & Settings<'store'>,
  ledger: LedgerStore,
  knownAt: number,
  hooks: AppHooks,
): Promise<LedgerMonitoring> {
  const driftModel = settings.issuedModel ?? (await productionModel(settings).catch(noneInUse));
  return withDriftOfModel({ ...settings, driftModel }, knownAt, async ({ name, meanings, ...sources }) => {
    const report = await monitorLedger(ledger, { knownAt, ...sources }, hooks);
    if (report.lastDate === null) return report;
    const rows = report.drift.map((row) => ({ ...row, meaning: meanings?.get(row.name) ?? row.name }));
    await keepDrift(ledger, { at: knownAt, version: name ?? null, lastDay: parseDay(report.lastDate)!, rows });
    return report;
  });
}

function noneInUse(error: unknown): undefined {
  if (!DqsError.is(error) || error.code !== 'config-invalid') throw error;
}

/** Keeps what was found, beside what was found before. */
export async function keepDrift(ledger: Checkpoints, drift: KeptDrift): Promise<void> {
  const content = Buffer.from(JSON.stringify(drift));
  await ledger.keepCheckpoint(NAME, { day: drift.lastDay, knownAt: drift.at, content });
}

/**
 * What was last found by a time; undefined if nobody had looked within a month before it, which says nothing of the days then.
 *
 * @param at milliseconds since 1970.
 */
export async function keptDrift(ledger: Checkpoints, at: number): Promise<KeptDrift | undefined> {
  const kept = await ledger.checkpoint(NAME, at);
  if (kept === undefined || kept.knownAt < at - MOST_AGE_MS) return undefined;
  return JSON.parse(Buffer.from(kept.content).toString()) as KeptDrift;
}

const MOST_AGE_MS = 31 * MS_PER_DAY;
