import type { DailyPanel, GateCheck, Hooks } from '@dqs/core';
import type { Registry } from '@dqs/registry';

import { bundleFiles } from '../../bundle/write-bundle.js';
import { closePredictor, forecast } from '../../forecast/predict.js';
import type { TrainOptions } from '../../train/options.js';
import { trainModel, type TrainResult } from '../../train/train.js';
import { recordedGatesCheck } from '../../versions/recorded-gates.js';
import { versionFacts } from '../../versions/version-facts.js';
import { AUTOMATION } from '../facts.js';

/** A challenger in the registry, with what is known of it by itself. */
export interface RegisteredChallenger {
  readonly version: string;
  readonly checks: readonly GateCheck[];
  readonly bytes: number;
  /** Milliseconds of a forecast in a batch of all series. */
  readonly latencyMs: number;
}

/** What a version of a job says of where it comes from. */
export interface ChallengerOrigin {
  readonly job: string;
  /** sha256 of the panel that it was trained on. */
  readonly snapshot: string;
  /** Digest of the policy. */
  readonly policy: string;
}

/**
 * Trains a challenger on all days and registers it. A job that has registered its version already, and died before it said so,
 * is given that version: one job, one version.
 *
 * @throws DqsError as `trainModel` and `Registry.register`.
 */
export async function trainChallenger(
  { registry, model, panel }: { readonly registry: Registry; readonly model: string; readonly panel: DailyPanel },
  options: TrainOptions,
  origin: ChallengerOrigin,
  hooks: Hooks,
): Promise<RegisteredChallenger> {
  const trained = await trainModel(panel, { ...options, refit: true }, hooks);
  try {
    const { manifest, files } = bundleFiles(trained.bundle);
    const facts = versionFacts(manifest);
    const bytes = new Map([...files].map(([name, content]) => [name, Buffer.from(content)]));
    const version =
      (await versionOfJob(registry, model, origin.job)) ??
      (await register(registry, model, { files: bytes, facts: withOrigin(facts, origin) }, origin));
    return {
      version,
      checks: [recordedGatesCheck(manifest)],
      bytes: [...bytes.values()].reduce((sum, { byteLength }) => sum + byteLength, 0),
      latencyMs: latencyOf(trained),
    };
  } finally {
    closePredictor(trained.predictor);
  }
}

type Facts = ReturnType<typeof versionFacts>;

function withOrigin(facts: Facts, retraining: ChallengerOrigin): Facts {
  return { ...facts, metadata: { ...facts.metadata, retraining: { ...retraining } } };
}

async function register(
  registry: Registry,
  model: string,
  content: { readonly files: ReadonlyMap<string, Uint8Array>; readonly facts: Facts },
  { job }: ChallengerOrigin,
): Promise<string> {
  const entry = await registry.register(model, { ...content, by: AUTOMATION, note: `trained by ${job}` });
  return entry.body.version;
}

/** Versions that are looked through: those of other jobs that were registered meanwhile are few. */
const RECENT = 50;

async function versionOfJob(registry: Registry, model: string, job: string): Promise<string | undefined> {
  if (!(await registry.models()).includes(model)) return undefined;
  const { versions } = await registry.state(model);
  for (const { version, isRemoved } of versions.slice(-RECENT).toReversed()) {
    if (isRemoved) continue;
    const { body } = await registry.show(`${model}@${version}`);
    const origin = body.facts.metadata['retraining'] as ChallengerOrigin | undefined;
    if (origin?.job === job) return version;
  }
  return undefined;
}

function latencyOf({ predictor, history }: TrainResult): number {
  const requests = history.requests({ day: history.lastDay + predictor.horizon, asOf: history.lastDay });
  const began = performance.now();
  forecast(predictor, history, requests);
  return (performance.now() - began) / Math.max(1, requests.series.length);
}
