import {
  assertKnownOptions,
  type DailyPanel,
  DqsError,
  freshenPanel,
  type GateCheck,
  namedValues,
  panelDayRange,
  throwIfAborted,
  today,
  type Hooks,
} from '@dqs/core';
import { buildFrame, SeriesHistory } from '@dqs/features';
import { check, freshnessChecks, gateReport, gateLimits, trainingSizeCheck, type GateLimits } from '@dqs/validation';

import type { LoadedBundle } from '../bundle/read-bundle.js';
import { VALIDATION_OPTIONS } from './validation-types.js';
import { bundleChecks } from './bundle-checks.js';
import { dataChecks, EMPTY_BATCH, type DataFindings, type Histories } from './data-checks.js';
import { backtestFindings, heldOutFindings, recordedScoreChecks, type HeldOutFindings } from './forecast-checks.js';
import { leakageChecks } from './leakage-probe.js';
import { trainingFacts } from './training-gates.js';
import type { ValidationCheck, ValidationOptions, ValidationReport, ValidationSection } from './validation-types.js';

/**
 * Validates a bundle, and an input against it: is the bundle what it says, does its model forecast days it has not seen
 * better than the naive forecasts, are its features free of leaks, is the input like the data it was trained on. A bad
 * model or bad data does not throw: the report lists what is wrong.
 *
 * @param panel the history to validate with, usually one that continues after the training. @default the bundle's own
 * @param hooks the age of the data is judged on the day that the clock shows.
 * @throws DqsError `invalid-argument` for unknown options and limits that do not fit, `aborted`.
 */
export async function validateBundle(
  bundle: LoadedBundle,
  panel?: DailyPanel,
  options: ValidationOptions = {},
  hooks: Hooks = {},
): Promise<ValidationReport> {
  assertKnownOptions('validation options', options, VALIDATION_OPTIONS);
  const limits = gateLimits(options.limits);
  const run = new Run(hooks);
  const own = bundle.history();
  const known = SeriesHistory.fromPanel(own);
  const histories = historiesOf(own, known, panel);
  const { combined } = histories;
  const facts = trainingFacts(bundle.manifest, combined.lastDay, today(hooks.clock));
  await run.stage('bundle', 'bundle', () => ({
    checks: [
      ...bundleChecks({ bundle, panel: own, history: known }),
      trainingSizeCheck(facts, limits),
      ...freshnessChecks(facts, limits),
    ],
  }));
  const { threads = 0 } = options;
  const heldOut = await run.stage<HeldOutFindings>('forecasts', 'held-out', () =>
    heldOutFindings(bundle, combined, limits, options),
  );
  await run.stage('forecasts', 'recorded', async () => ({
    checks: await recordedScoreChecks(bundle, known, limits, threads),
  }));
  const rolling = await run.stage('forecasts', 'backtest', () =>
    backtestFindings(bundle, combined, limits, options, hooks),
  );
  await run.stage('leakage', 'leakage', () => probeLeaks(bundle, combined, limits, options, hooks));
  const data = await run.stage<DataFindings>('data', 'data', () => dataChecks(bundle, histories, limits));
  return {
    ...gateReport(run.checks),
    checks: run.checks,
    evaluation: heldOut?.evaluation ?? null,
    backtest: rolling?.backtest ?? null,
    segments: heldOut?.segments ?? [],
    batch: data?.batch ?? EMPTY_BATCH,
    timings: run.timings,
  };
}

async function probeLeaks(
  { manifest }: LoadedBundle,
  history: SeriesHistory,
  limits: GateLimits,
  { seed = 42, probeRows = 20_000, threads = 0 }: ValidationOptions,
  hooks: Hooks,
) {
  const { contract, horizon } = manifest;
  const probe = { contract, history, horizon, limits, seed, maxRows: probeRows, threads };
  return { checks: await leakageChecks(probe, buildFrame, hooks) };
}

/** Stages of a validation, each timed; what cannot be done at all is a failed check, not an exception. */
class Run {
  readonly checks: ValidationCheck[] = [];
  readonly timings = namedValues<number>();

  constructor(readonly hooks: Hooks) {}

  async stage<F extends { readonly checks: readonly GateCheck[] }>(
    section: ValidationSection,
    name: string,
    work: () => F | Promise<F>,
  ): Promise<F | undefined> {
    throwIfAborted(this.hooks.signal);
    this.hooks.onProgress?.({ stage: `validate ${name}`, done: 0, unit: 'rows' });
    const started = performance.now();
    try {
      const findings = await work();
      this.#add(section, findings.checks);
      return findings;
    } catch (error) {
      if (!DqsError.is(error) || error.code === 'aborted') throw error;
      // Too short a history proves nothing; anything else that cannot be done is a fault of the bundle or the input.
      const verdict = error.code === 'not-enough-history' ? 'inconclusive' : 'fail';
      this.#add(section, [check(`${name}-possible`, verdict, `${error.code}: ${error.message}`)]);
      return undefined;
    } finally {
      this.timings[name] = performance.now() - started;
    }
  }

  #add(section: ValidationSection, checks: readonly GateCheck[]): void {
    this.checks.push(...checks.map((one) => ({ section, ...one })));
  }
}

/** The three histories of a validation; an input that is the bundle's own history is made into one only once. */
function historiesOf(own: DailyPanel, known: SeriesHistory, panel: DailyPanel | undefined): Histories {
  if (panel === undefined) return { known, input: known, combined: known };
  const input = SeriesHistory.fromPanel(panel);
  const first = panelDayRange(panel)?.first;
  if (first === undefined || first <= known.firstDay)
    return { known, input, combined: first === undefined ? known : input };
  return { known, input, combined: SeriesHistory.fromPanel(freshenPanel(own, panel)) };
}
